using System.Text.Json;
using System.Text.Json.Serialization;

namespace SalesAgent.Bot.Protocol;

public sealed record ConversationAccount
{
    /// <summary>
    /// In Teams <c>a:…</c> for a personal chat, <c>19:…@thread.tacv2</c> for a channel, with
    /// <c>;messageid=…</c> behind it for a thread in that channel.
    /// </summary>
    public required string Id { get; init; }

    public string? Name { get; init; }

    /// <summary><c>personal</c>, <c>groupChat</c> or <c>channel</c>.</summary>
    public string? ConversationType { get; init; }

    public string? TenantId { get; init; }

    public bool? IsGroup { get; init; }

    [JsonExtensionData]
    public Dictionary<string, JsonElement>? Properties { get; set; }

    public override string ToString() => Id;
}
