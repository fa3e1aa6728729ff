using System.Text.Json;
using System.Text.Json.Serialization;

namespace SalesAgent.Bot.Protocol;

/// <summary>Something said about the text. Only mentions are understood; the rest is kept as it came.</summary>
public sealed record Entity
{
    public string? Type { get; init; }

    /// <summary>Of a mention: who.</summary>
    public ChannelAccount? Mentioned { get; init; }

    /// <summary>Of a mention: the words that stand for it in the activity's text.</summary>
    public string? Text { get; init; }

    [JsonIgnore]
    public bool IsMention => string.Equals(Type, "mention", StringComparison.OrdinalIgnoreCase);

    [JsonExtensionData]
    public Dictionary<string, JsonElement>? Properties { get; set; }

    public override string ToString() => Type ?? "entity";
}
