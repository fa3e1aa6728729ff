using System.Security.Cryptography;
using Microsoft.Extensions.Logging;
using SalesAgent.Core.Connectors;
using SalesAgent.Core.Leads;
using SalesAgent.Core.People;

namespace SalesAgent.Core.Review;

/// <summary>Tells the rep about a lead for which there will be no draft, with a card that offers to try again.</summary>
public sealed partial class TellFailure(LeadRecords records, ReviewCases cases, IReviewDesk desk, ShowReview show, RepDirectory reps, ILogger<TellFailure> logger)
{
    public async Task ToRepAsync(LeadState known, string why, CancellationToken cancellationToken)
    {
        var state = await records.ChangeAsync(
            known,
            now => new LeadChange
            {
                Review = now.Review is { } review
                    ? review with { State = ReviewState.Failed, Wish = null, Revision = review.Revision + 1 }
                    : new LeadReview { Nonce = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16)), State = ReviewState.Failed, Revision = 1 },
            },
            cancellationToken);
        try
        {
            if (state.Review!.Cards.Count > 0)
            {
                await show.BringUpToDateAsync(LeadId.Parse(state.Lead.Id), cancellationToken);
                return;
            }

            var rep = reps.Find(state.Run.Dossier.RepId) ?? reps.Default;
            if (await desk.PresentAsync(rep, cases.Of(state), mayBeRepeated: false, cancellationToken) is not Presentation.Shown shown)
            {
                Log.Nowhere(logger, state.Lead.Id);
                return;
            }

            await records.ChangeAsync(
                state,
                now => new LeadChange { Review = now.Review! with { Cards = [.. now.Review.Cards, shown.Card], ShownRevision = Math.Max(now.Review.ShownRevision, 1) } },
                cancellationToken);
        }
        catch (ConnectorException failure)
        {
            // The failed run stands in the records either way; `status` and the operator's list show it.
            Log.NotTold(logger, failure, state.Lead.Id, why.Length);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "Lead {LeadId} ended without a draft, and its rep has no conversation with us to be told in.")]
        public static partial void Nowhere(ILogger logger, string leadId);

        [LoggerMessage(2, LogLevel.Warning, "Lead {LeadId} ended without a draft, and Teams did not take the message to its rep ({Length} characters).")]
        public static partial void NotTold(ILogger logger, Exception exception, string leadId, int length);
    }
}
