using System.Security.Cryptography;
using Microsoft.Extensions.Logging;
using SalesAgent.Core.Connectors;
using SalesAgent.Core.People;
using SalesAgent.Core.Records;
using SalesAgent.Core.Records.Reviews;

namespace SalesAgent.Core.Review;

/// <summary>Tells the rep about a lead for which there will be no draft, with a card that offers to try again.</summary>
public sealed partial class TellFailure(
    LeadRecords records,
    ReviewCases cases,
    IReviewDesk desk,
    ShowReview show,
    HandOver handOver,
    OpenReviews open,
    RepDirectory reps,
    ILogger<TellFailure> logger
)
{
    /// <summary>Safe to repeat: who was told is not told again.</summary>
    /// <returns>False when it may work later.</returns>
    public async Task<bool> ToRepAsync(LeadState known, CancellationToken cancellationToken)
    {
        var id = LeadId.Parse(known.Lead.Id);
        var state = await records.ChangeAsync(
            known,
            now => Failed(now.Review) is { } failed ? new LeadChange { Review = failed } : null,
            cancellationToken
        );
        if (state.Review is not { State: ReviewState.Failed } review)
            return true;

        try
        {
            var rep = reps.Find(state.Run.Dossier.RepId) ?? reps.TakesUnclear;
            if (HandOver.HasCard(review, rep))
            {
                await show.BringUpToDateAsync(id, cancellationToken);
                return true;
            }

            var shown = await desk.PresentAsync(rep, cases.Of(state), review.CopyMayExist, cancellationToken) as Presentation.Shown;
            var withdrawn = await handOver.WithdrawAsync(review, rep, cancellationToken);
            state = await records.ChangeAsync(
                state,
                now => new LeadChange { Review = HandOver.Presented(now.Review!, rep, withdrawn, shown?.Card, review.Revision) },
                cancellationToken
            );
            if (shown is null)
            {
                // Told as soon as there is a conversation: whoever opens one gets what is listed here.
                await open.AddAsync(rep.Id, id, cancellationToken);
                Log.Nowhere(logger, state.Lead.Id);
                return true;
            }

            await show.BringUpToDateAsync(state, cancellationToken);
            return true;
        }
        catch (ConnectorException failure)
        {
            Log.NotTold(logger, failure, state.Lead.Id);
            if (failure.Kind is (FailureKind.OutcomeUnknown or FailureKind.Unreadable) && !review.CopyMayExist)
            {
                await records.ChangeAsync(
                    state,
                    now => new LeadChange { Review = now.Review! with { CopyMayExist = true } },
                    cancellationToken
                );
            }

            return failure.Kind is FailureKind.Refused or FailureKind.Unauthorised;
        }
    }

    /// <summary>Null when it is marked already, or somebody decided: then there was something to decide on.</summary>
    private static LeadReview? Failed(LeadReview? review) =>
        review switch
        {
            null => new LeadReview
            {
                Nonce = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16)),
                State = ReviewState.Failed,
                Revision = 1,
            },
            { IsOpen: true } or { State: ReviewState.Failed, WaitsFor: not null } => review with
            {
                State = ReviewState.Failed,
                WaitsFor = null,
                Wish = null,
                Revision = review.Revision + 1,
            },
            _ => null,
        };

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "Lead {LeadId} ended without a draft, and its rep has no conversation with us to be told in.")]
        public static partial void Nowhere(ILogger logger, string leadId);

        [LoggerMessage(2, LogLevel.Warning, "Lead {LeadId} ended without a draft, and Teams did not take the message to its rep.")]
        public static partial void NotTold(ILogger logger, Exception exception, string leadId);
    }
}
