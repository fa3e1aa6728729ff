using SalesAgent.Core.Leads;
using SalesAgent.Core.Telemetry;
using SalesAgent.Core.Work;

namespace SalesAgent.Bot.Teams;

/// <summary>Goes on with what a click began once its answer is there: else the answer's card could land on top of the newer one the work brings.</summary>
internal sealed class AfterAnswer(IHttpContextAccessor request, LeadWork work, TimeProvider time)
{
    /// <summary>From us by way of Teams to the person's screen; an update takes another way, which may be the shorter one.</summary>
    private static readonly TimeSpan OnItsWay = TimeSpan.FromMilliseconds(200);

    public void GoOn(LeasedWork? item)
    {
        if (item is null) return;
        if (request.HttpContext is not { } context)
        {
            work.GoOn(item);
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
        work.GoOn(item);
    }
}
