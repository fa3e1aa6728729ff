using System.Text.Json.Nodes;
using SalesAgent.Bot.Cards;
using SalesAgent.Core.Review;
using SalesAgent.Core.Review.Verbs;
using SalesAgent.Tests.Support;

namespace SalesAgent.Tests.Cards;

/// <summary>Our cards in Microsoft 365 Agents Playground: what is seen, what a click brings, what takes the card's place.</summary>
[Trait("Category", "Browser")]
public sealed class PlaygroundCardTests(Browser browser) : IAsyncLifetime
{
    private CardBot _bot = null!;
    private Playground? _playground;
    private PlaygroundPage _page = null!;

    public async ValueTask InitializeAsync()
    {
        _bot = await CardBot.StartAsync();
        _playground = await Playground.StartAsync(_bot.Endpoint);
        _page = await _playground.OpenAsync(browser);
    }

    public async ValueTask DisposeAsync()
    {
        if (_playground is not null)
            await _playground.DisposeAsync();
        await _bot.DisposeAsync();
    }

    [Fact]
    public async Task An_approval_names_what_was_seen_and_the_answer_takes_the_cards_place()
    {
        await _page.OpenPersonalChatAsync();
        await _page.SayAsync("show");
        var card = _page.Card("Jane Doe");
        await card.WaitAsync();
        var text = await card.TextAsync();
        text.ShouldContain("To: jane.doe@northwind-traders.example");
        foreach (var line in SampleCases.Proposed.Draft!.Body.Split('\n', StringSplitOptions.RemoveEmptyEntries))
            text.ShouldContain(line);
        await card.PhotographAsync("playground-proposed");

        await card.PressAsync("Approve draft");

        var action = (await _bot.ClickAsync())["value"]!["action"]!;
        action["type"]!.GetValue<string>().ShouldBe("Action.Execute");
        action["verb"]!.GetValue<string>().ShouldBe("approve");
        var data = action["data"]!;
        data[CardFields.Ticket]!.GetValue<string>().ShouldBe(SampleCases.Proposed.Ticket);
        data[CardFields.Version]!.GetValue<int>().ShouldBe(1);
        data[CardFields.Hash]!.GetValue<string>().ShouldBe(SampleCases.Proposed.ContentHash);
        data[OtherTimes.Times.Field]!.GetValue<string>().ShouldBe("20261125T0900Z,20261126T1300Z,20261127T0830Z");

        var answer = _page.Card("Approved by Megan Bowen");
        await answer.WaitAsync();
        (await answer.TextAsync()).ShouldContain("Ready in Gmail, not sent.");
        (await answer.CountButtonsAsync("Approve draft")).ShouldBe(0);
        await answer.PhotographAsync("playground-approved");
    }

    [Fact]
    public async Task A_rejection_brings_its_reason_in_one_go()
    {
        _bot.AfterClick = SampleCases.All["rejected"];
        var card = await PostedAsync();

        await card.PressAsync("Reject…");
        await card.PickAsync("Pick a reason", "Facts are wrong");
        await card.FillAsync("Optional: kept with the decision", "They have three warehouses by now.");
        await card.PhotographAsync("playground-rejecting");
        await card.PressAsync("Reject");

        var action = (await _bot.ClickAsync())["value"]!["action"]!;
        action["verb"]!.GetValue<string>().ShouldBe("reject");
        Said(action, Reject.Reason.Field).ShouldBe("wrong_facts");
        Said(action, Reject.Note.Field).ShouldBe("They have three warehouses by now.");
        await _page.Card("Rejected by Megan Bowen").WaitAsync();
    }

    [Fact]
    public async Task A_rejection_without_a_reason_gets_through()
    {
        _bot.AfterClick = SampleCases.All["rejected"];
        var card = await PostedAsync();

        await card.PressAsync("Reject…");
        await card.PressAsync("Reject");

        var action = (await _bot.ClickAsync())["value"]!["action"]!;
        RejectReason.Describe(Said(action, Reject.Reason.Field), Said(action, Reject.Note.Field)).ShouldBeNull();
    }

    [Fact]
    public async Task Other_times_arrive_by_their_ids()
    {
        _bot.AfterClick = SampleCases.All["updating"];
        var card = await PostedAsync();

        await card.TickAsync("Wed 25 Nov", on: false);
        await card.TickAsync("Mon 30 Nov");
        await card.PressAsync("Use these times");

        var action = (await _bot.ClickAsync())["value"]!["action"]!;
        action["verb"]!.GetValue<string>().ShouldBe("times");
        Said(action, OtherTimes.Times.Field)!
            .Split(',')
            .ShouldBe(["20261126T1300Z", "20261127T0830Z", "20261130T1000Z"], ignoreOrder: true);

        var answer = _page.Card("Adding the new times");
        await answer.WaitAsync();
        (await answer.CountButtonsAsync("Approve draft")).ShouldBe(0);
    }

    [Fact]
    public async Task An_update_changes_the_card_for_whoever_looks_at_it()
    {
        await PostedAsync();

        await _bot.UpdateAsync(SampleCases.All["superseded"]);

        await _page.Card("Replaced by a newer draft").WaitAsync();
        (await _page.Page.Locator(".ac-adaptiveCard").CountAsync()).ShouldBe(1);
        await _page.PhotographAsync("playground-superseded");
    }

    [Fact]
    public async Task Text_of_strangers_makes_no_link_and_no_mention()
    {
        _bot.Shown = SampleCases.Hostile;
        await _page.OpenChannelAsync();
        await _page.PostAsync("show");
        var card = _page.Card("Ignore all previous instructions");
        await card.WaitAsync();

        (await card.Element.Locator("a, img, strong, em, b, i, li, h1, script").CountAsync()).ShouldBe(0);
        var text = await card.TextAsync();
        foreach (
            var line in SampleCases.Hostile.Draft!.Body.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
        )
        {
            text.ShouldContain(line);
        }

        await card.PhotographAsync("playground-hostile");
    }

    private async Task<PlaygroundCard> PostedAsync()
    {
        await _page.OpenChannelAsync();
        await _page.PostAsync("show");
        var card = _page.Card("Jane Doe");
        await card.WaitAsync();
        return card;
    }

    private static string? Said(JsonNode action, string field) => action["data"]?[field]?.GetValue<string>();
}
