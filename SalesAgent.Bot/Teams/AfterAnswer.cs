using SalesAgent.Core.Leads;
using SalesAgent.Core.Work;

namespace SalesAgent.Bot.Teams;

/// <summary>Goes on with what a click began once its answer is out: else the answer's card could land on top of the newer one the work brings.</summary>
internal sealed class AfterAnswer(IHttpContextAccessor request, LeadWork work)
{
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
            work.GoOn(item);
            return Task.CompletedTask;
        });
    }
}
