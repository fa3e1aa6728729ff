using System.Text.Json.Serialization;

namespace SalesAgent.Bot.Teams;

[JsonSerializable(typeof(HeardMessage[]))]
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull
)]
internal sealed partial class TeamsJson : JsonSerializerContext;
