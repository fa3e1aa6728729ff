namespace SalesAgent.Bot.Protocol;

/// <summary>
/// Where a conversation can be reached again. Made from an admitted activity and from nothing else: its
/// <see cref="ServiceUrl"/> is sent the bot's token, so one from configuration, a CRM or card data must never get in.
/// </summary>
public sealed record ConversationReference
{
    public required string ChannelId { get; init; }

    /// <summary>Trusted when it was seen; <see cref="ServiceUrlTrust"/> looks at it again before each use.</summary>
    public required string ServiceUrl { get; init; }

    /// <summary>Null only for an unauthenticated turn that named no tenant.</summary>
    public string? TenantId { get; init; }

    public required ChannelAccount Bot { get; init; }

    /// <summary>Who the activity came from.</summary>
    public ChannelAccount? User { get; init; }

    public required ConversationAccount Conversation { get; init; }

    public string? TeamId { get; init; }

    /// <summary>The team's group in Entra.</summary>
    public string? AadGroupId { get; init; }

    /// <summary>The channel the activity is about: the one chosen at installation, else the one it came from.</summary>
    public string? TeamsChannelId { get; init; }

    /// <param name="activity">Admitted: authenticated (or in anonymous mode), its service URL trusted.</param>
    internal static ConversationReference From(Activity activity, string? tenantId)
    {
        var teams = activity.ChannelData;
        return new ConversationReference
        {
            ChannelId = activity.ChannelId ?? throw new ArgumentException("No channelId.", nameof(activity)),
            ServiceUrl = activity.ServiceUrl ?? throw new ArgumentException("No serviceUrl.", nameof(activity)),
            TenantId = tenantId,
            Bot = activity.Recipient ?? new ChannelAccount(),
            User = activity.From,
            Conversation = activity.Conversation ?? throw new ArgumentException("No conversation.", nameof(activity)),
            TeamId = teams?.Team?.Id,
            AadGroupId = teams?.Team?.AadGroupId,
            TeamsChannelId = teams?.Settings?.SelectedChannel?.Id ?? teams?.Channel?.Id,
        };
    }

    public override string ToString() => Conversation.Id;
}
