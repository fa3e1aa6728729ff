using SalesAgent.Bot.Cards;
using SalesAgent.Tests.Support;

namespace SalesAgent.Tests.Cards;

/// <summary>Every card in Microsoft's own renderer, in a real browser. Pictures: artifacts/screenshots.</summary>
[Trait("Category", "Browser")]
public sealed class CardRenderingTests(Browser browser)
{
    public static TheoryData<string, int> Variants() =>
        [.. SampleCases.All.Keys.SelectMany(name => new[] { 360, 800 }, (name, width) => new TheoryDataRow<string, int>(name, width))];

    [Theory]
    [MemberData(nameof(Variants))]
    public async Task The_official_renderer_has_nothing_against_it(string name, int width)
    {
        await using var page = await CardPage.OpenAsync(browser, width);

        (await page.ShowAsync(ReviewCards.For(SampleCases.All[name]))).ShouldBeEmpty();

        await page.PhotographAsync($"card-{name}-{width}");
        (await page.Card.EvaluateAsync<int>("card => card.scrollWidth - card.clientWidth")).ShouldBe(0, "something is wider than the card");
    }
}
