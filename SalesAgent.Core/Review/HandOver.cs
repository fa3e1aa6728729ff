using Microsoft.Extensions.Logging;
using SalesAgent.Core.Connectors;
using SalesAgent.Core.People;
using SalesAgent.Core.Records.Reviews;

namespace SalesAgent.Core.Review;

/// <summary>What becomes of the cards of a lead that now belongs to another rep.</summary>
public sealed partial class HandOver(IReviewDesk desk, RepDirectory reps, ILogger<HandOver> logger)
{
    /// <summary>Whether the rep has been shown the lead. Cards from before it was recorded for whom they were count as theirs.</summary>
    public static bool HasCard(LeadReview? review, Rep rep) => review is { Cards.Count: > 0 } && IsFor(review, rep.Id);

    /// <summary>The cards were posted for somebody who may not see this lead any more. A manager may see every lead.</summary>
    public static bool IsDue(LeadReview review, string? repId, RepDirectory reps) =>
        review.Cards.Count > 0 && repId is not null && !IsFor(review, repId) && reps.Find(review.CardsFor) is not { Role: RepRole.Manager };

    /// <summary>
    /// Takes the lead off the cards of whoever had it. Each card is tried once: a failure to reach Teams holds nothing up.
    /// </summary>
    /// <returns>The cards that are to be forgotten; empty when there is nothing to hand over.</returns>
    public async Task<IReadOnlyList<CardReference>> WithdrawAsync(LeadReview? review, Rep to, CancellationToken cancellationToken)
    {
        if (review is null || !IsDue(review, to.Id, reps))
            return [];

        foreach (var card in review.Cards.Where(card => card.ActivityId is not null))
        {
            try
            {
                await desk.HandOverAsync(card, to, cancellationToken);
            }
            catch (ConnectorException failure)
            {
                Log.NotWithdrawn(logger, failure);
            }
        }

        return review.Cards;
    }

    /// <summary>The review once the rep has been presented with it.</summary>
    /// <param name="withdrawn">Cards of whoever had the lead before.</param>
    /// <param name="card">The rep's new card; null: there is no place to post one.</param>
    /// <param name="revision">What the new card shows.</param>
    public static LeadReview Presented(LeadReview review, Rep to, IReadOnlyList<CardReference> withdrawn, CardReference? card, int revision)
    {
        CardReference[] kept = [.. review.Cards.Where(known => known != card && !withdrawn.Contains(known))];
        return review with
        {
            Cards = card is null ? kept : [.. kept, card],
            CardsFor = card is null && withdrawn.Count == 0 ? review.CardsFor : to.Id,
            CopyMayExist = review.CopyMayExist && withdrawn.Count == 0,
            // A manager's card that stays has to be brought up to date.
            ShownRevision = card is not null && kept.Length == 0 ? Math.Max(review.ShownRevision, revision) : review.ShownRevision,
        };
    }

    private static bool IsFor(LeadReview review, string repId) =>
        review.CardsFor is not { } other || string.Equals(other, repId, StringComparison.OrdinalIgnoreCase);

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "A card of a lead that was handed over still shows it: Teams did not take the update.")]
        public static partial void NotWithdrawn(ILogger logger, Exception exception);
    }
}
