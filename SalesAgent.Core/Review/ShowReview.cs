using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using SalesAgent.Core.People;
using SalesAgent.Core.Records;
using SalesAgent.Core.Records.Reviews;

namespace SalesAgent.Core.Review;

/// <summary>Brings every card of a review to what is true now.</summary>
public sealed partial class ShowReview(
    LeadRecords records,
    ReviewCases cases,
    IReviewDesk desk,
    RepDirectory reps,
    ILogger<ShowReview> logger
)
{
    private readonly ConcurrentDictionary<string, TaskCompletionSource<LeadState>> watched = new(StringComparer.Ordinal);

    /// <summary>
    /// Ends with what is shown of a lead next by this process. Ask before you read the state, or the picture in between is missed; other
    /// processes are not heard of.
    /// </summary>
    internal Task<LeadState> NextAsync(string lead) =>
        watched.GetOrAdd(lead, static _ => new TaskCompletionSource<LeadState>(TaskCreationOptions.RunContinuationsAsynchronously)).Task;

    /// <summary>Nobody waits for it any more; whoever does all the same has to look for themselves.</summary>
    internal void Forget(string lead) => watched.TryRemove(lead, out _);

    /// <summary>Shows every card once more, although it should be up to date: an older picture may have come last.</summary>
    public async Task AgainAsync(LeadState state, CancellationToken cancellationToken) =>
        await BringUpToDateAsync(
            await records.ChangeAsync(
                state,
                now =>
                    now.Review is { Cards.Count: > 0 } review
                        ? new LeadChange { Review = review with { Revision = review.Revision + 1 } }
                        : null,
                cancellationToken
            ),
            cancellationToken
        );

    public async Task BringUpToDateAsync(LeadId id, CancellationToken cancellationToken)
    {
        if (await records.FindAsync(id, cancellationToken) is { } state)
            await BringUpToDateAsync(state, cancellationToken);
    }

    /// <inheritdoc cref="BringUpToDateAsync(LeadState, Func{LeadReview, LeadReview}, CancellationToken)"/>
    public Task BringUpToDateAsync(LeadState state, CancellationToken cancellationToken) =>
        BringUpToDateAsync(state, null, cancellationToken);

    /// <summary>
    /// Renders from the records, never from what a card said, and looks again afterwards: an older picture cannot stay on top of a newer.
    /// </summary>
    /// <param name="state">As the caller has just stored or read it. Whoever changes it later shows that.</param>
    /// <param name="finish">What else becomes true with the newest picture, for one commit with it; null: nothing. Not called when the
    /// cards show it already.</param>
    /// <returns>The state afterwards.</returns>
    public async Task<LeadState> BringUpToDateAsync(
        LeadState state,
        Func<LeadReview, LeadReview>? finish,
        CancellationToken cancellationToken
    )
    {
        while (state is { IsBeingForgotten: false, Review: { Cards.Count: > 0 } review } && review.ShownRevision < review.Revision)
        {
            if (watched.TryRemove(state.Lead.Id, out var waiting))
                waiting.SetResult(state);

            var gone = new List<CardReference>();
            // Cards of whoever had the lead before wait to be taken away; until then they stay as they are.
            var isAnothers = HandOver.IsDue(review, reps.Find(state.Run.Dossier.RepId)?.Id, reps);
            foreach (var card in review.Cards.Where(card => card.ActivityId is not null && !isAnothers))
            {
                if (!await desk.UpdateAsync(card, cases.Of(state), cancellationToken))
                    gone.Add(card);
            }

            if (gone.Count > 0)
                await TellInsteadAsync(state, gone.Count, cancellationToken);
            state = await records.ChangeAsync(
                state,
                now =>
                {
                    // Ours, also where somebody has shown a newer one meanwhile: theirs may have come first, and then it lies below.
                    var shown = now.Review! with
                    {
                        ShownRevision = review.Revision,
                        Cards = [.. now.Review.Cards.Except(gone)],
                    };
                    return new LeadChange { Review = finish is not null && shown.ShownRevision >= shown.Revision ? finish(shown) : shown };
                },
                cancellationToken
            );
        }

        return state;
    }

    private async Task TellInsteadAsync(LeadState state, int gone, CancellationToken cancellationToken)
    {
        Log.CardGone(logger, state.Lead.Id, gone);
        if (state.Review!.Decision is { } decision && reps.Find(state.Run.Dossier.RepId) is { } rep)
        {
            var verb = decision.Kind is ReviewState.Approved ? "approved" : "rejected";
            await desk.TellAsync(
                rep,
                $"The draft to `{state.Run.Dossier.Prospect?.Email}` was {verb} by {decision.ByName}. Its card is no longer there.",
                cancellationToken
            );
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "Lead {LeadId}: {Count} of its cards are gone.")]
        public static partial void CardGone(ILogger logger, string leadId, int count);
    }
}
