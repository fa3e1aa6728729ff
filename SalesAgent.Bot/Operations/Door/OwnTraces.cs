using System.Diagnostics;

namespace SalesAgent.Bot.Operations.Door;

/// <summary>
/// Takes no trace, no sampling and no baggage over from a request: whoever sends them is not known yet. Every request begins a trace of our
/// own, and how much is recorded is for the configuration of the exporter alone.
/// </summary>
internal sealed class OwnTraces : DistributedContextPropagator
{
    public override IReadOnlyCollection<string> Fields { get; } = [];

    public override void Inject(Activity? activity, object? carrier, PropagatorSetterCallback? setter)
    {
        // Only asked about what comes in.
    }

    public override void ExtractTraceIdAndState(
        object? carrier,
        PropagatorGetterCallback? getter,
        out string? traceId,
        out string? traceState
    ) => (traceId, traceState) = (null, null);

    public override IEnumerable<KeyValuePair<string, string?>>? ExtractBaggage(object? carrier, PropagatorGetterCallback? getter) => null;
}
