using System.Text.Json;
using System.Text.Json.Serialization;

namespace SalesAgent.Bot.Protocol;

/// <summary>What Teams adds to an activity.</summary>
public sealed record TeamsChannelData
{
    public TeamInfo? Team { get; init; }

    public ChannelInfo? Channel { get; init; }

    public TenantInfo? Tenant { get; init; }

    public TeamsSettings? Settings { get; init; }

    /// <summary>What a conversationUpdate, messageUpdate or messageDelete is about. Compare ignoring case.</summary>
    public string? EventType { get; init; }

    [JsonExtensionData]
    public Dictionary<string, JsonElement>? Properties { get; set; }

    public override string ToString() => EventType ?? "channelData";

    /// <param name="Id">The id of the team's General channel, <c>19:…</c>.</param>
    /// <param name="AadGroupId">The team's group in Entra.</param>
    public sealed record TeamInfo(string? Id = null, string? Name = null, string? AadGroupId = null)
    {
        [JsonExtensionData]
        public Dictionary<string, JsonElement>? Properties { get; set; }
    }

    /// <param name="Name">Null for the General channel.</param>
    public sealed record ChannelInfo(string? Id = null, string? Name = null)
    {
        [JsonExtensionData]
        public Dictionary<string, JsonElement>? Properties { get; set; }
    }

    public sealed record TenantInfo(string? Id = null)
    {
        [JsonExtensionData]
        public Dictionary<string, JsonElement>? Properties { get; set; }
    }

    /// <param name="SelectedChannel">The channel chosen when the app was installed in a team.</param>
    public sealed record TeamsSettings(ChannelInfo? SelectedChannel = null)
    {
        [JsonExtensionData]
        public Dictionary<string, JsonElement>? Properties { get; set; }
    }
}
