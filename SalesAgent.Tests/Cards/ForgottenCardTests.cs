using SalesAgent.Bot.Cards;
using SalesAgent.Bot.Cards.Elements;
using SalesAgent.Core.Records.Persons;

namespace SalesAgent.Tests.Cards;

public sealed class ForgottenCardTests
{
    [Fact]
    public void It_says_when_and_by_whom_and_offers_nothing()
    {
        var card = ForgottenCard.Render(
            new ForgottenPerson("0123abcd", new DateTimeOffset(2026, 11, 23, 9, 0, 0, TimeSpan.Zero), "aad-mona", "Mona Adeyemi")
        );

        var shown = card.ToJsonString();
        shown.ShouldContain("On 23 Nov 2026 by ");
        shown.ShouldContain("Mona Adeyemi");
        shown.ShouldNotContain("0123abcd");
        shown.ShouldNotContain("Action.");
        CardSize.Of(card).ShouldBeLessThan(CardSize.Budget);
    }
}
