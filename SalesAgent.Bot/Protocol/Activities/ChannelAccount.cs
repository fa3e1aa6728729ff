using System.Text.Json;
using System.Text.Json.Serialization;

namespace SalesAgent.Bot.Protocol;

/// <summary>A person or a bot in a channel.</summary>
public sealed record ChannelAccount
{
    /// <summary>In Teams <c>29:…</c> for a person (differs per bot), <c>28:{app id}</c> for a bot. Opaque.</summary>
    public string? Id { get; init; }

    public string? Name { get; init; }

    /// <summary>The person's object id in Entra: the durable key. Opaque too, since the Playground's are no GUIDs.</summary>
    public string? AadObjectId { get; init; }

    /// <summary><c>user</c>, <c>bot</c> or absent.</summary>
    public string? Role { get; init; }

    [JsonExtensionData]
    public Dictionary<string, JsonElement>? Properties { get; set; }

    public override string ToString() => Id ?? "account";
}
