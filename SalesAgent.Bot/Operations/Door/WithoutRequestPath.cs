using Serilog.Core;
using Serilog.Events;

namespace SalesAgent.Bot.Operations.Door;

/// <summary>
/// The server gives every log line the path as it was sent: kilobytes of what a stranger wrote. Lines of ours name the route.
/// </summary>
internal sealed class WithoutRequestPath : ILogEventEnricher
{
    public void Enrich(LogEvent logEvent, ILogEventPropertyFactory propertyFactory) => logEvent.RemovePropertyIfPresent("RequestPath");
}
