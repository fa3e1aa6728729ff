using System.Text.Json.Serialization;
using SalesAgent.Core.Audit;
using SalesAgent.Core.Evidence.Retention;

namespace SalesAgent.Core.Evidence.Anchors;

[JsonSerializable(typeof(Anchor))]
[JsonSerializable(typeof(AnchorEnd))]
[JsonSerializable(typeof(ChainHead[]))]
[JsonSerializable(typeof(RetentionNote))]
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
internal sealed partial class AnchorJson : JsonSerializerContext;
