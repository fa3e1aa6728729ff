using SalesAgent.Bot.Cards;
using SalesAgent.Core.Connectors.GoogleIdentity;
using SalesAgent.Core.Review.Verbs;
using SalesAgent.Tests.Support;

namespace SalesAgent.Tests.Cards;

/// <summary>Our cards in Microsoft's own renderer, in a real browser. Pictures: artifacts/screenshots.</summary>
[Trait("Category", "Browser")]
public sealed class CardRenderingTests(Browser browser)
{
    public static TheoryData<string> Variants() => [.. SampleCases.All.Keys];

    [Theory]
    [MemberData(nameof(Variants))]
    public async Task The_official_renderer_has_nothing_against_it(string name)
    {
        await using var page = await CardPage.OpenAsync(browser);
        // card-proposed-420.png is the picture in the README.
        foreach (var width in (int[])[360, 420, 800])
        {
            await page.ResizeAsync(width);

            (await page.ShowAsync(ReviewCards.For(SampleCases.All[name]))).ShouldBeEmpty();

            await page.PhotographAsync($"card-{name}-{width}");
            (await page.Card.EvaluateAsync<int>("card => card.scrollWidth - card.clientWidth")).ShouldBe(
                0,
                "something is wider than the card"
            );
        }
    }

    [Fact]
    public async Task The_card_that_connects_google_says_as_whom_and_what_for()
    {
        await using var page = await CardPage.OpenAsync(browser);
        await page.ResizeAsync(360);
        var scopes = GoogleScopes.All.Select(scope => (scope.Name, scope.Reason)).ToArray();
        // With every scope there is, and state and challenge as long as they are.
        var link = new Uri(
            $"https://accounts.google.com/o/oauth2/v2/auth?access_type=offline&response_type=code&prompt=consent&login_hint=alex%40contoso.example&scope={Uri.EscapeDataString(string.Join(' ', GoogleScopes.All.Select(scope => scope.Uri)))}&state={new string('s', 64)}&code_challenge={new string('c', 43)}&code_challenge_method=S256&redirect_uri={Uri.EscapeDataString("https://salesagent.contoso.example/auth/google/callback")}&client_id=123456789012-abcdefghijklmnopqrstuvwxyz012345.apps.googleusercontent.com"
        );

        (await page.ShowAsync(SignInCard.Render(link, "alex@contoso.example", scopes, 10))).ShouldBeEmpty();

        await page.PhotographAsync("card-sign-in-360");
        var text = await page.TextAsync();
        foreach (var part in (string[])["alex@contoso.example", "gmail.compose", "sending is not built in", "within 10 minutes"])
            text.ShouldContain(part);
        (await page.Card.Locator("button").AllInnerTextsAsync()).ShouldBe(["Sign in with Google"]);
        (await page.Card.EvaluateAsync<int>("card => card.scrollWidth - card.clientWidth")).ShouldBe(0, "something is wider than the card");
    }

    [Fact]
    public async Task The_check_would_see_a_mistake()
    {
        await using var page = await CardPage.OpenAsync(browser);
        var card = ReviewCards.For(SampleCases.Proposed);
        card["body"]![0]!["type"] = "Contianer";

        (await page.ShowAsync(card)).ShouldNotBeEmpty();
    }

    [Theory]
    [InlineData("proposed")]
    [InlineData("hostile")]
    [InlineData("many-scripts")]
    public async Task Every_line_of_the_mail_stands_there_as_it_was_written(string name)
    {
        var review = SampleCases.All[name];
        await using var page = await CardPage.OpenAsync(browser);

        await page.ShowAsync(ReviewCards.For(review));

        var text = (await page.TextAsync()).Replace('\u00A0', ' ');
        var from = text.IndexOf("Subject: ", StringComparison.Ordinal);
        foreach (var line in review.Draft!.Body.Split('\n').Where(line => line.Length > 0))
        {
            from = text.IndexOf(line, from, StringComparison.Ordinal);
            from.ShouldBeGreaterThan(0, line);
        }
    }

    [Fact]
    public async Task Text_of_strangers_makes_no_link_and_no_markup_even_where_everything_is_made_a_link()
    {
        await using var page = await CardPage.OpenAsync(browser);

        await page.ShowAsync(ReviewCards.For(SampleCases.Hostile));

        (await page.Card.Locator("a, img, strong, em, b, i, li, h1, hr, code, table, script").CountAsync()).ShouldBe(0);
        (await page.TextAsync()).ShouldContain("**Bob** [click](https://evil.example/x) <at>Everyone</at>");
    }

    [Fact]
    public async Task A_client_that_cannot_execute_submits_the_same()
    {
        await using var page = await CardPage.OpenAsync(browser);
        await page.GrowOldAsync();
        (await page.ShowAsync(ReviewCards.For(SampleCases.Proposed))).ShouldAllBe(message =>
            message.EndsWith("Fallback will be used if present.")
        );

        await page.PressAsync("Approve draft");
        await page.PressAsync("Use these times");
        await page.PressAsync("Reject…");
        await page.PressAsync("Reject");

        var sent = await page.SubmittedAsync();
        sent.Select(action => action!["type"]!.GetValue<string>()).ShouldAllBe(type => type == "Action.Submit");
        sent.Select(action => action!["data"]![CardFields.Verb]!.GetValue<string>()).ShouldBe(["approve", "times", "reject"]);
        var data = sent[0]!["data"]!;
        data[CardFields.Ticket]!.GetValue<string>().ShouldBe(SampleCases.Proposed.Ticket);
        data[CardFields.Version]!.GetValue<int>().ShouldBe(SampleCases.Proposed.Version);
        data[CardFields.Hash]!.GetValue<string>().ShouldBe(SampleCases.Proposed.ContentHash);
        data[OtherTimes.Times.Field]!.GetValue<string>().ShouldBe("20261125T0900Z,20261126T1300Z,20261127T0830Z");
    }

    [Fact]
    public async Task What_does_not_fit_is_counted_and_the_buttons_are_still_there()
    {
        await using var page = await CardPage.OpenAsync(browser);

        await page.ShowAsync(ReviewCards.For(SampleCases.All["long-body"]));

        var text = await page.TextAsync();
        text.ShouldContain("Paragraph 1:");
        text.ShouldContain("more characters: open the draft in Gmail to read all of it.");
        text.ShouldContain("Approve draft");
    }
}
