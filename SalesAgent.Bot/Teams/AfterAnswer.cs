using SalesAgent.Core.Records;
using SalesAgent.Core.Telemetry;
using SalesAgent.Core.Work;

namespace SalesAgent.Bot.Teams;

/// <summary>
/// Goes on with what a click began once its answer is there: else the answer's card could land on top of the newer one the work brings.
/// While others wait for theirs it waits, too, for a while: people come first.
/// </summary>
internal sealed class AfterAnswer(IHttpContextAccessor request, LeadWork work, TimeProvider time)
{
    /// <summary>From us by way of Teams to the person's screen; an update takes another way, which may be the shorter one.</summary>
    private static readonly TimeSpan OnItsWay = TimeSpan.FromMilliseconds(200);

    /// <summary>For others, even if people click without end. A fraction of the item's lease.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(2);

    private readonly Lock gate = new();
    private TaskCompletionSource nobodyWaits = new();
    private int waiting;

    /// <summary>Somebody waits from now on, until this request is answered.</summary>
    public void Expect()
    {
        if (request.HttpContext is not { } context)
            return;
        lock (gate)
        {
            if (waiting++ == 0)
                nobodyWaits = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        context.Response.OnCompleted(() =>
        {
            lock (gate)
            {
                if (--waiting == 0)
                    nobodyWaits.SetResult();
            }

            return Task.CompletedTask;
        });
    }

    public void GoOn(LeasedWork? item)
    {
        if (item is null)
            return;
        if (request.HttpContext is not { } context)
        {
            _ = work.GoOnAsync(item, CancellationToken.None);
            return;
        }

        // Should the process die in between, the item comes up by itself when its lease lapses.
        context.Response.OnCompleted(() =>
        {
            // Not waited for: the connection is free for the next click.
            _ = GoOnSoonAsync(item);
            return Task.CompletedTask;
        });
    }

    private async Task GoOnSoonAsync(LeasedWork item)
    {
        using var span = LeadTrace.Begin(SpanNames.AnswerClick, item.Item.Subject);
        await Task.Delay(OnItsWay, time);

        Task answered;
        lock (gate)
            answered = waiting == 0 ? Task.CompletedTask : nobodyWaits.Task;
        await answered.WaitAsync(LongestWait, time).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

        await work.GoOnAsync(item, CancellationToken.None);
    }
}
