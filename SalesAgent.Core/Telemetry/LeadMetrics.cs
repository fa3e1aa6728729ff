using System.Diagnostics.Metrics;
using System.Text.Json;

namespace SalesAgent.Core.Telemetry;

/// <summary>
/// The one list of what is counted, as instruments of <see cref="Meter"/>. Tags are kinds and states, never an id or anything personal.
/// </summary>
public static class LeadMetrics
{
    public const string MeterName = "SalesAgent";

    /// <summary>Where a person takes part minutes and hours are the scale; what the runtime would choose ends at ten seconds.</summary>
    public const string DecisionTurnaroundName = "salesagent.decision.turnaround";

    // First, because the instruments are made of it in the order they stand here.
    public static Meter Meter { get; } = new(MeterName);

    private static readonly Counter<long> Leads = Meter.CreateCounter<long>(
        "salesagent.leads",
        description: "Leads by what became of them: accepted, duplicate, refused, completed, degraded, failed, merged."
    );

    private static readonly Histogram<double> Steps = Meter.CreateHistogram<double>(
        "salesagent.step.duration",
        "s",
        "One attempt at a step, by its name and how it ended."
    );

    private static readonly Counter<long> Decisions = Meter.CreateCounter<long>("salesagent.decisions", description: "Decisions by kind.");

    private static readonly Histogram<double> Turnaround = Meter.CreateHistogram<double>(
        DecisionTurnaroundName,
        "s",
        "From the end of a run to the decision about it."
    );

    private static readonly Counter<long> ConnectorErrors = Meter.CreateCounter<long>(
        "salesagent.connector.errors",
        description: "Calls to a vendor that failed, after their retries, by connector and kind."
    );

    private static readonly Counter<long> ModelTokens = Meter.CreateCounter<long>(
        "salesagent.model.tokens",
        description: "Tokens of the language model by direction: input, output."
    );

    private static readonly Counter<long> Refusals = Meter.CreateCounter<long>(
        "salesagent.refusals",
        description: "Requests, clicks and commands that were refused, by kind and reason; both are closed lists."
    );

    internal static void Lead(string outcome) => Leads.Add(1, KeyValuePair.Create<string, object?>("outcome", outcome));

    internal static void Step<TStatus>(string name, TStatus status, TimeSpan took)
        where TStatus : struct, Enum =>
        Steps.Record(
            took.TotalSeconds,
            KeyValuePair.Create<string, object?>("step", name),
            KeyValuePair.Create<string, object?>("status", NameOf(status))
        );

    /// <param name="sinceShown">Null when it is not known.</param>
    internal static void Decision(string kind, TimeSpan? sinceShown)
    {
        Decisions.Add(1, KeyValuePair.Create<string, object?>("decision", kind));
        if (sinceShown is { } took)
            Turnaround.Record(Math.Max(0, took.TotalSeconds));
    }

    internal static void ConnectorFailed<TKind>(string connector, TKind kind)
        where TKind : struct, Enum =>
        ConnectorErrors.Add(
            1,
            KeyValuePair.Create<string, object?>("connector", connector),
            KeyValuePair.Create<string, object?>("kind", NameOf(kind))
        );

    internal static void ModelUsed(long input, long output)
    {
        ModelTokens.Add(input, KeyValuePair.Create<string, object?>("direction", "input"));
        ModelTokens.Add(output, KeyValuePair.Create<string, object?>("direction", "output"));
    }

    /// <param name="kind">What was asked for.</param>
    /// <param name="reason">Why not; never what was sent.</param>
    public static void Refused(string kind, string reason) =>
        Refusals.Add(1, KeyValuePair.Create<string, object?>("kind", kind), KeyValuePair.Create<string, object?>("reason", reason));

    private static string NameOf<TValue>(TValue value)
        where TValue : struct, Enum => JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString());
}
