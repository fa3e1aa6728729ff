using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace SalesAgent.Bot.Protocol;

/// <summary>
/// The wire's JSON. Unknown fields are kept, not refused. A field that comes twice is refused: two readers of the
/// same bytes must not see two different senders.
/// </summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.General,
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true,
    AllowDuplicateProperties = false,
    MaxDepth = DepthLimit)]
[JsonSerializable(typeof(Activity))]
[JsonSerializable(typeof(ConversationReference))]
[JsonSerializable(typeof(JsonNode))]
[JsonSerializable(typeof(JsonObject))]
public sealed partial class ProtocolJson : JsonSerializerContext
{
    /// <summary>Levels of nesting. A card with inputs needs about a dozen.</summary>
    public const int DepthLimit = 64;
}
