namespace SalesAgent.Core.Storage;

/// <summary>
/// What a stored time means. It was written by some clock that may have been wrong, or that has been corrected since. So each stored time
/// goes with the longest it can rightly be away: beyond that, it says something about the clock and nothing about the matter.
/// Ages within a process are not stored and never come here: they go by <see cref="TimeProvider.GetTimestamp"/>.
/// </summary>
internal static class StoredTime
{
    /// <summary>Clocks of two machines differ by this much without either being wrong.</summary>
    private static readonly TimeSpan Skew = TimeSpan.FromMinutes(1);

    /// <summary>
    /// Whether <paramref name="until"/> is still to come. False when it is further ahead than <paramref name="longest"/>: then it counts as
    /// over.
    /// </summary>
    public static bool IsAhead(DateTimeOffset? until, DateTimeOffset now, TimeSpan longest) => until > now && until <= now + longest + Skew;

    /// <summary>
    /// Whether <paramref name="at"/> was less than <paramref name="within"/> ago. False when it lies ahead: a negative age is stale.
    /// </summary>
    public static bool IsRecent(DateTimeOffset? at, DateTimeOffset now, TimeSpan within) => at <= now + Skew && now - at < within;

    /// <summary>Whether <paramref name="at"/> was written by a clock that was ahead of ours.</summary>
    public static bool IsFromAhead(DateTimeOffset at, DateTimeOffset now) => at > now + Skew;
}
