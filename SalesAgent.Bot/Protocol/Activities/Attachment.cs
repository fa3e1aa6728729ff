using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace SalesAgent.Bot.Protocol;

public sealed record Attachment
{
    public const string AdaptiveCardType = "application/vnd.microsoft.card.adaptive";

    public string? ContentType { get; init; }

    public JsonElement? Content { get; init; }

    public string? Name { get; init; }

    [JsonExtensionData]
    public Dictionary<string, JsonElement>? Properties { get; set; }

    /// <summary>A copy of <paramref name="card"/> as it is now.</summary>
    public static Attachment AdaptiveCard(JsonNode card) => new()
    {
        ContentType = AdaptiveCardType,
        Content = JsonSerializer.SerializeToElement(card, ProtocolJson.Default.JsonNode),
    };

    public override string ToString() => ContentType ?? "attachment";
}
