using System.Security.Cryptography;
using Microsoft.Extensions.Logging;
using SalesAgent.Core.Connectors;
using SalesAgent.Core.Leads;
using SalesAgent.Core.People;
using SalesAgent.Core.Work.Patience;

namespace SalesAgent.Core.Review;

/// <summary>
/// Tells a rep that the draft to a lead waits for somebody outside and comes by itself. The same card becomes the draft. While it is not
/// known whose lead it is, nobody is told: the card names a person.
/// </summary>
internal sealed partial class TellWaiting(LeadRecords records, ReviewCases cases, IReviewDesk desk, ShowReview show, RepDirectory reps, ILogger<TellWaiting> logger)
{
    /// <summary>Safe to repeat. A card that cannot be posted now is posted on a later try.</summary>
    public async Task ToRepAsync(LeadState known, Stall stall, CancellationToken cancellationToken)
    {
        if (reps.Find(known.Run.Dossier.RepId) is not { } rep) return;

        var state = await records.ChangeAsync(known, now => Waiting(now, stall) is { } waiting ? new LeadChange { Review = waiting } : null, cancellationToken);
        if (state is not { IsBeingForgotten: false, Review: { WaitsFor: not null } review }) return;

        try
        {
            if (review.Cards.Count > 0)
            {
                await show.BringUpToDateAsync(state, cancellationToken);
                return;
            }

            // One that may have arrived is enough to say "wait".
            if (review.CopyMayExist) return;

            if (await desk.PresentAsync(rep, cases.Of(state), false, cancellationToken) is Presentation.Shown shown)
            {
                await records.ChangeAsync(
                    state,
                    now => new LeadChange
                    {
                        Review = now.Review! with
                        {
                            Cards = [.. now.Review.Cards, shown.Card], CardsFor = rep.Id, ShownRevision = Math.Max(now.Review.ShownRevision, review.Revision),
                        },
                    },
                    cancellationToken);
            }
        }
        catch (ConnectorException failure)
        {
            Log.NotTold(logger, failure, state.Lead.Id);
            if (failure.Kind is FailureKind.OutcomeUnknown or FailureKind.Unreadable && review is { Cards.Count: 0, CopyMayExist: false })
                await records.ChangeAsync(state, now => new LeadChange { Review = now.Review! with { CopyMayExist = true } }, cancellationToken);
        }
    }

    /// <summary>Null when it says so already, or there is something else to say.</summary>
    private static LeadReview? Waiting(LeadState state, Stall stall) => state.Review switch
    {
        // Failed for a release that does not know of waiting: its card offers to try again, which works.
        null => new LeadReview { Nonce = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16)), State = ReviewState.Failed, WaitsFor = stall.For, Revision = 1 },
        { State: ReviewState.Failed or ReviewState.Updating } review when review.WaitsFor != stall.For => review with { WaitsFor = stall.For, Revision = review.Revision + 1 },
        _ => null,
    };

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "Lead {LeadId} waits for somebody outside, and Teams did not take the message to its rep.")]
        public static partial void NotTold(ILogger logger, Exception exception, string leadId);
    }
}
