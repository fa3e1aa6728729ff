namespace SalesAgent.Core.Records.Reviews;

/// <summary>That a draft was closed because nobody decided.</summary>
public sealed record Expiry(DateTimeOffset At, ExpiryReason Reason);

public enum ExpiryReason
{
    /// <summary>It waited for longer than <c>Review:ExpireAfterHours</c>.</summary>
    NotDecided,

    /// <summary>All times it offers have passed.</summary>
    TimesPassed,
}
