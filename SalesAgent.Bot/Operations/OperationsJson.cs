using System.Text.Json.Serialization;
using SalesAgent.Bot.Operations.Settings;

namespace SalesAgent.Bot.Operations;

[JsonSerializable(typeof(IReadOnlyList<ConnectorState>))]
[JsonSerializable(typeof(Readiness))]
[JsonSerializable(typeof(Liveness))]
[JsonSerializable(typeof(SecretsReport))]
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
internal sealed partial class OperationsJson : JsonSerializerContext;

/// <param name="Status">Always <c>ok</c>: the process runs.</param>
internal sealed record Liveness(string Status);

/// <param name="Status"><c>ready</c> or <c>not_ready</c>.</param>
/// <param name="Storage"><c>healthy</c> or <c>unhealthy</c>.</param>
/// <param name="StorageProblem">Why it is unhealthy, and what to do; left out when it is healthy.</param>
/// <param name="DraftOnly">Nothing can be sent, and the last trial to do so was refused.</param>
/// <param name="DraftOnlyProvedAt">When that was tried.</param>
/// <param name="AutoSendAllowed">Always false: nothing leaves without a person.</param>
/// <param name="UnneededScopes">What reps granted at Google and nothing here needs; null when it is not known.</param>
/// <param name="Stopped">Somebody said <c>stop everything</c>, or it is not known whether somebody did.</param>
internal sealed record Readiness(
    string Status,
    string Storage,
    bool DraftOnly,
    DateTimeOffset? DraftOnlyProvedAt,
    bool AutoSendAllowed,
    IReadOnlyList<string>? UnneededScopes,
    bool Stopped,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? StorageProblem = null
);
