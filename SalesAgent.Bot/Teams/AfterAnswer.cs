using SalesAgent.Core.Records;
using SalesAgent.Core.Review;
using SalesAgent.Core.Storage;
using SalesAgent.Core.Work;

namespace SalesAgent.Bot.Teams;

/// <summary>
/// Looks after the card in the answer to a click. The answer and the update that everybody gets take different ways to the screen, and
/// whichever comes last stays there.
/// </summary>
internal sealed class AfterAnswer(IHttpContextAccessor request, LeadWork work, LeadRecords records, TimeProvider time)
{
    /// <summary>From us by way of Teams to the person's screen, with room for a slow one.</summary>
    internal static readonly TimeSpan OnTheScreen = TimeSpan.FromSeconds(3);

    /// <summary>Teams does not wait for an answer so long: later none can arrive.</summary>
    internal static readonly TimeSpan NoMoreUnderWay = TimeSpan.FromSeconds(16);

    /// <summary>To be called before the click is answered with this card.</summary>
    public async Task LookAfterAsync(ReviewCase answered, CancellationToken cancellationToken)
    {
        var lead = LeadId.Parse(answered.LeadId);
        if (answered.InProgress)
        {
            try
            {
                // Should this process die, the item comes up by itself when its lease lapses.
                var item = await work.TakeUpAsync(LeadWork.ShowCards, lead, cancellationToken, isUrgent: true);
                Afterwards(() => ShowAgainAsync(item));
            }
            catch (StorageUnavailableException)
            {
                // The card has a button that refreshes it.
            }
        }
        else if (answered.State is Core.Records.Reviews.ReviewState.Proposed)
        {
            Afterwards(() => WatchAsync(lead, answered.Revision));
        }
    }

    private async Task ShowAgainAsync(LeasedWork item)
    {
        await Task.Delay(OnTheScreen, time);
        await work.GoOnAsync(item, CancellationToken.None);
    }

    /// <summary>What is decided changes no more; of an open draft a newer picture may have been overtaken by this answer.</summary>
    private async Task WatchAsync(LeadId lead, int revision)
    {
        foreach (var wait in (TimeSpan[])[OnTheScreen, NoMoreUnderWay - OnTheScreen])
        {
            await Task.Delay(wait, time);
            if (await records.FindReviewAsync(lead, CancellationToken.None) is not { } review)
                return;
            if (review.Revision <= revision)
                continue;

            await work.RequestAsync(LeadWork.ShowCards, lead, CancellationToken.None);
            return;
        }
    }

    private void Afterwards(Func<Task> act)
    {
        if (request.HttpContext is not { } context)
        {
            _ = QuietlyAsync(act);
            return;
        }

        context.Response.OnCompleted(() =>
        {
            // Not waited for: the connection is free for the next click.
            _ = QuietlyAsync(act);
            return Task.CompletedTask;
        });
    }

    /// <summary>Without the store nothing can be shown again, and the card has a button for it.</summary>
    private static async Task QuietlyAsync(Func<Task> act)
    {
        try
        {
            await act();
        }
        catch (StorageUnavailableException) { }
    }
}
