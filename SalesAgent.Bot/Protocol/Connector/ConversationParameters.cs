namespace SalesAgent.Bot.Protocol;

/// <summary>What conversation is to be created. Teams takes two shapes, each with a factory here; group chats it never lets a bot create.</summary>
internal sealed record ConversationParameters
{
    private ConversationParameters()
    {
    }

    public required bool IsGroup { get; init; }

    public required string TenantId { get; init; }

    public required ChannelAccount Bot { get; init; }

    public IReadOnlyList<ChannelAccount>? Members { get; init; }

    public required TeamsChannelData ChannelData { get; init; }

    public Activity? Activity { get; init; }

    /// <summary>A new post in a channel of a team the bot is installed in.</summary>
    /// <param name="channelId"><c>19:…@thread.tacv2</c>, without <c>;messageid=</c>.</param>
    /// <param name="firstMessage">Teams does not create a post without one.</param>
    public static ConversationParameters ForChannelPost(ChannelAccount bot, string tenantId, string channelId, Activity firstMessage) => new()
    {
        IsGroup = true,
        TenantId = tenantId,
        Bot = IdOf(bot),
        ChannelData = new() { Channel = new(channelId), Tenant = new(tenantId) },
        Activity = firstMessage,
    };

    /// <summary>The bot's chat with one person, who must have the app; an existing chat is found again, not doubled.</summary>
    /// <param name="userId">The person's <c>29:…</c> id or AAD object id. Teams takes either here, and here only.</param>
    public static ConversationParameters ForPersonalChat(ChannelAccount bot, string tenantId, string userId) => new()
    {
        IsGroup = false,
        TenantId = tenantId,
        Bot = IdOf(bot),
        Members = [new ChannelAccount { Id = userId }],
        ChannelData = new() { Tenant = new(tenantId) },
    };

    /// <summary>Of the bot only the id goes out: what else an inbound activity said about it is not ours to repeat.</summary>
    private static ChannelAccount IdOf(ChannelAccount bot) => new() { Id = bot.Id };
}
