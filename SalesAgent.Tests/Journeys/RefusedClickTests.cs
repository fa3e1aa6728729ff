using System.Text.Json.Nodes;
using SalesAgent.Bot.Sandbox.Teams;
using SalesAgent.Core.Audit;
using SalesAgent.Core.Records.Reviews;
using SalesAgent.Tests.Support;

namespace SalesAgent.Tests.Journeys;

/// <summary>Who may decide comes from who clicked and where, never from what the card carries.</summary>
public sealed class RefusedClickTests
{
    public static TheoryData<string, string> Refusals { get; } =
        new()
        {
            { "another rep", "This is a lead of Alex Wilber: only they or a manager can decide on it." },
            { "guest", "You are not in the rep directory of SalesAgent" },
            { "stranger", "You are not in the rep directory of SalesAgent" },
            { "forged ticket", "This card is not known here any more." },
            { "ticket of no lead", "This card is not known here any more." },
            { "no ticket", "This card is not known here any more." },
            { "another conversation", "This is a copy of the card." },
            { "another message", "This is a copy of the card." },
            { "unknown verb", "This button is not known here any more." },
        };

    [Theory]
    [MemberData(nameof(Refusals))]
    public async Task A_click_that_may_not_decide_gets_a_sentence_and_changes_nothing(string what, string sentence)
    {
        await using var agent = await RunningAgent.StartAsync();
        var lead = await agent.SubmitSampleAsync();
        var card = agent.CardOf(await agent.RestingAsync(lead));
        var press = (what == "another rep" ? agent.Lena : agent.Alex).Press(card, "approve");
        switch (what)
        {
            case "guest":
                press["from"]!.AsObject().Remove("aadObjectId");
                break;
            case "stranger":
                press["from"]!["aadObjectId"] = "00000000-0000-0000-0000-00000000dead";
                break;
            case "forged ticket":
                press.DataOf()["ticket"] = $"{lead}.{new string('0', 32)}";
                break;
            case "ticket of no lead":
                press.DataOf()["ticket"] = $"{new string('0', 20)}.{new string('0', 32)}";
                break;
            case "no ticket":
                press.DataOf().Remove("ticket");
                break;
            case "another conversation":
                press["conversation"]!["id"] = agent.Alex.Personal.Conversation.Id;
                break;
            case "another message":
                press["replyToId"] = "1700000000000";
                break;
            case "unknown verb":
                press["value"]!["action"]!["verb"] = "send";
                break;
        }

        var said = Clicks.SaidIn(await agent.Alex.At(card).SendAsync(agent.App.Messages, press));

        said.ShouldStartWith(sentence);
        await NothingIsDecidedAsync(agent, lead);
    }

    [Theory]
    [InlineData("version")]
    [InlineData("hash")]
    public async Task A_click_on_something_else_than_what_is_there_is_shown_what_is(string field)
    {
        await using var agent = await RunningAgent.StartAsync();
        var lead = await agent.SubmitSampleAsync();
        var card = agent.CardOf(await agent.RestingAsync(lead));
        var press = agent.Alex.Press(card, "approve");
        press.DataOf()[field] = field == "version" ? JsonValue.Create(2) : JsonValue.Create(new string('0', 64));

        var shown = Clicks.ShownIn(await agent.Alex.At(card).SendAsync(agent.App.Messages, press));

        shown.ShouldContain("The draft has changed since: this is version 1.");
        await NothingIsDecidedAsync(agent, lead);
    }

    /// <summary>Everything about the click is right but the verb: such a click once had the draft rejected.</summary>
    [Fact]
    public async Task A_verb_that_is_not_in_the_list_does_nothing_whatever_it_is_and_whichever_way_it_comes()
    {
        await using var agent = await RunningAgent.StartAsync();
        var lead = await agent.SubmitSampleAsync();
        var card = agent.CardOf(await agent.RestingAsync(lead));
        var place = agent.Alex.At(card);
        JsonNode?[] unknown =
        [
            null,
            "",
            " ",
            "send",
            "Approve",
            "REJECT",
            "reject ",
            "4",
            "-1",
            4,
            -1,
            int.MaxValue,
            true,
            new JsonObject(),
            new JsonArray("approve"),
        ];
        var drafts = agent.AlexMail.Drafts.Count;

        foreach (var verb in unknown)
        {
            var data = agent.Alex.Press(card, "approve").DataOf().DeepClone().AsObject();
            data["verb"] = verb?.DeepClone();
            var before = SaidIn(place).Count;
            (
                await place.SendAsync(agent.App.Messages, place.Activities.Submit(agent.World.Teams.NextId(), card, data))
            ).Status.ShouldBeInRange(200, 202);
            for (var tries = 0; SaidIn(place).Count == before && tries < 600; tries++)
                await Task.Delay(50);
            SaidIn(place)[^1].ShouldStartWith("This button is not known here any more.", customMessage: $"{verb}");

            if (verb is not JsonValue value || !value.TryGetValue<string>(out var text))
                continue;

            var press = agent.Alex.Press(card, "approve");
            press["value"]!["action"]!["verb"] = text;
            Clicks
                .SaidIn(await place.SendAsync(agent.App.Messages, press))
                .ShouldStartWith("This button is not known here any more.", customMessage: text);
        }

        await NothingIsDecidedAsync(agent, lead);
        agent.AlexMail.Drafts.Count.ShouldBe(drafts);
    }

    private static List<string> SaidIn(SandboxTeamsPlace place) =>
        [.. place.Conversation.Posts.Where(post => post.FromBot && !post.IsCard).Select(post => post.Text!)];

    private static async Task NothingIsDecidedAsync(RunningAgent agent, Core.Records.LeadId lead)
    {
        var story = await agent.StoryAsync(lead);
        story.State.Review!.State.ShouldBe(ReviewState.Proposed);
        story.State.Review.Decision.ShouldBeNull();
        story.Lines.ShouldNotContain(line =>
            line.Entry.EventType == AuditEventType.ApprovalGranted || line.Entry.EventType == AuditEventType.ApprovalDenied
        );
    }
}
