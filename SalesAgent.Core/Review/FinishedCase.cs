using SalesAgent.Core.Records;

namespace SalesAgent.Core.Review;

/// <summary>Waits for what a click began, so that the answer can show the finished card and not one that another has to replace.</summary>
internal sealed class FinishedCase(LeadRecords records, ReviewCases cases, ShowReview show, TimeProvider time)
{
    /// <summary>From the click on. Teams wants its answer within three seconds.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(2);

    /// <summary>How long it waits here, from the click on.</summary>
    public TimeSpan Patience { get; init; } = Longest;

    /// <summary>Another process may do the work, and then only the store tells.</summary>
    private static readonly TimeSpan LooksEach = TimeSpan.FromMilliseconds(250);

    /// <param name="shown">As it was when the click was taken.</param>
    /// <param name="begin">Sets the work going; null: somebody else is at it.</param>
    /// <param name="clicked">A timestamp of the clock.</param>
    /// <returns>The newest picture; still one in progress when it takes longer.</returns>
    public async Task<ReviewCase> AfterAsync(ReviewCase shown, Func<Task>? begin, long clicked, CancellationToken cancellationToken)
    {
        var next = show.NextAsync(shown.LeadId);
        if (begin is not null)
            await begin();
        try
        {
            while (shown.InProgress && Patience - time.GetElapsedTime(clicked) is { Ticks: > 0 } left)
            {
                await ((Task)next)
                    .WaitAsync(left < LooksEach ? left : LooksEach, time, cancellationToken)
                    .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                cancellationToken.ThrowIfCancellationRequested();
                var state = next.IsCompletedSuccessfully
                    ? await next
                    : await records.FindAsync(LeadId.Parse(shown.LeadId), cancellationToken);
                if (state is not { IsBeingForgotten: false, Review: not null })
                    break;

                next = show.NextAsync(shown.LeadId);
                shown = cases.Of(state);
            }
        }
        finally
        {
            show.Forget(shown.LeadId);
        }

        return shown;
    }
}
