using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace SalesAgent.Bot.Protocol;

public sealed record Attachment
{
    public const string AdaptiveCardType = "application/vnd.microsoft.card.adaptive";

    public string? ContentType { get; init; }

    public JsonNode? Content { get; init; }

    public string? Name { get; init; }

    [JsonExtensionData]
    public Dictionary<string, JsonElement>? Properties { get; set; }

    /// <param name="card">Not to be changed afterwards.</param>
    public static Attachment AdaptiveCard(JsonNode card) => new() { ContentType = AdaptiveCardType, Content = card };

    public override string ToString() => ContentType ?? "attachment";
}
