using System.Text.Json.Nodes;
using SalesAgent.Bot.Cards.Elements;
using SalesAgent.Bot.Cards.Sections;
using SalesAgent.Core.Records.Reviews;
using SalesAgent.Core.Review;

namespace SalesAgent.Bot.Cards;

/// <summary>The card of a review, whatever state it is in. Pure: the same case gives the same card.</summary>
internal static class ReviewCards
{
    /// <summary>Adaptive Card 1.5, at most <see cref="CardSize.Budget"/> bytes whatever the case holds.</summary>
    public static JsonObject For(ReviewCase review) =>
        review.State switch
        {
            _ when review.State.IsOpen() => DraftCard.Render(review),
            _ when review.State.IsClosed() => ClosedCard.Render(review),
            ReviewState.Failed when review.Waits is not null => WaitingCard.Render(review),
            ReviewState.Failed => FailedCard.Render(review),
            _ => throw new ArgumentOutOfRangeException(nameof(review), review.State, "No card for this state."),
        };

    /// <summary>One line for the notification and for screen readers; plain text, neutralised.</summary>
    public static string SummaryOf(ReviewCase review)
    {
        var who = review.Prospect.DisplayName();
        var whom = string.IsNullOrWhiteSpace(review.Prospect.Company) ? who : $"{who} ({review.Prospect.Company})";
        var summary = review.State switch
        {
            ReviewState.Proposed => $"Draft to {whom}: waiting for your decision",
            ReviewState.Updating => $"Draft to {whom}: being updated",
            ReviewState.Approved => $"Draft to {whom}: approved, not sent",
            ReviewState.Rejected => $"Draft to {whom}: rejected",
            ReviewState.Superseded => $"Draft to {whom}: replaced by a newer one",
            ReviewState.Expired => $"Draft to {whom}: expired",
            ReviewState.Failed when review.Waits is { } waits => $"Draft to {whom}: waiting for {waits.For}",
            ReviewState.Failed => $"No draft to {whom}: please look",
            _ => throw new ArgumentOutOfRangeException(nameof(review), review.State, "No summary for this state."),
        };
        return PlainText.Fit(PlainText.OneLine(summary), Run.Line);
    }
}
