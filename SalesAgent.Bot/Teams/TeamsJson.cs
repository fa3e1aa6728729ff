using System.Text.Json.Serialization;
using SalesAgent.Bot.Protocol;

namespace SalesAgent.Bot.Teams;

[JsonSerializable(typeof(HeardMessage[]))]
[JsonSerializable(typeof(TeamsPlace))]
[JsonSerializable(typeof(ConversationReference))]
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
internal sealed partial class TeamsJson : JsonSerializerContext;
