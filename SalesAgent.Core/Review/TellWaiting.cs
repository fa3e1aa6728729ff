using System.Security.Cryptography;
using Microsoft.Extensions.Logging;
using SalesAgent.Core.Connectors;
using SalesAgent.Core.People;
using SalesAgent.Core.Records;
using SalesAgent.Core.Records.Reviews;
using SalesAgent.Core.Work.Patience;

namespace SalesAgent.Core.Review;

/// <summary>
/// Tells a rep that the draft to a lead waits for somebody outside and comes by itself. The same card becomes the draft. While it is not
/// known whose lead it is, nobody is told: the card names a person.
/// </summary>
internal sealed partial class TellWaiting(
    LeadRecords records,
    ReviewCases cases,
    IReviewDesk desk,
    ShowReview show,
    HandOver handOver,
    RepDirectory reps,
    ILogger<TellWaiting> logger
)
{
    /// <summary>Safe to repeat. A card that cannot be posted now is posted on a later try.</summary>
    public async Task ToRepAsync(LeadState known, Stall stall, CancellationToken cancellationToken)
    {
        if (reps.Find(known.Run.Dossier.RepId) is not { } rep)
            return;

        var state = await records.ChangeAsync(
            known,
            now => Waiting(now, stall) is { } waiting ? new LeadChange { Review = waiting } : null,
            cancellationToken
        );
        if (state is not { IsBeingForgotten: false, Review: { WaitsFor: not null } review })
            return;

        try
        {
            if (HandOver.HasCard(review, rep))
            {
                await show.BringUpToDateAsync(state, cancellationToken);
                return;
            }

            // One that may have arrived is enough to say "wait".
            if (review is { Cards.Count: 0, CopyMayExist: true })
                return;

            var shown = await desk.PresentAsync(rep, cases.Of(state), false, cancellationToken) as Presentation.Shown;
            await HandOverAsync(state, review, rep, shown?.Card, cancellationToken);
        }
        catch (ConnectorException failure)
        {
            Log.NotTold(logger, failure, state.Lead.Id);
            if (failure.Kind is not (FailureKind.OutcomeUnknown or FailureKind.Unreadable) || HandOver.HasCard(review, rep))
                return;

            state = await HandOverAsync(state, review, rep, null, cancellationToken);
            await records.ChangeAsync(
                state,
                now => now.Review is { CopyMayExist: true } ? null : new LeadChange { Review = now.Review! with { CopyMayExist = true } },
                cancellationToken
            );
        }
    }

    private async Task<LeadState> HandOverAsync(
        LeadState state,
        LeadReview review,
        Rep rep,
        CardReference? card,
        CancellationToken cancellationToken
    )
    {
        var withdrawn = await handOver.WithdrawAsync(review, rep, cancellationToken);
        if (card is null && withdrawn.Count == 0)
            return state;

        state = await records.ChangeAsync(
            state,
            now => new LeadChange { Review = HandOver.Presented(now.Review!, rep, withdrawn, card, review.Revision) },
            cancellationToken
        );
        return await show.BringUpToDateAsync(state, null, cancellationToken);
    }

    /// <summary>Null when it says so already, or there is something else to say.</summary>
    private static LeadReview? Waiting(LeadState state, Stall stall) =>
        state.Review switch
        {
            // Failed for a release that does not know of waiting: its card offers to try again, which works.
            null => new LeadReview
            {
                Nonce = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16)),
                State = ReviewState.Failed,
                WaitsFor = stall.For,
                Revision = 1,
            },
            { State: ReviewState.Failed or ReviewState.Updating } review when review.WaitsFor != stall.For => review with
            {
                WaitsFor = stall.For,
                Revision = review.Revision + 1,
            },
            _ => null,
        };

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "Lead {LeadId} waits for somebody outside, and Teams did not take the message to its rep.")]
        public static partial void NotTold(ILogger logger, Exception exception, string leadId);
    }
}
