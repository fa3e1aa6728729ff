namespace SalesAgent.Bot.Protocol;

/// <summary>One activity that was let in, with where to answer.</summary>
public sealed record Turn
{
    public required Activity Activity { get; init; }

    public required ConversationReference Reference { get; init; }

    /// <summary>False only with <c>Bot:AllowAnonymous</c> (Development), for an activity that came without a token.</summary>
    public required bool IsAuthenticated { get; init; }

    /// <summary>On the allow-list when authenticated. Null only for an unauthenticated activity that named none.</summary>
    public string? TenantId { get; init; }

    public override string ToString() => Activity.ToString();
}
