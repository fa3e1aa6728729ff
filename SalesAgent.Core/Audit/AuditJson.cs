using System.Text.Json.Serialization;

namespace SalesAgent.Core.Audit;

[JsonSerializable(typeof(AuditEntry))]
[JsonSerializable(typeof(AuditChain))]
[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.Never)]
public sealed partial class AuditJson : JsonSerializerContext;
