using System.Net.Http.Headers;

namespace SalesAgent.Bot.Protocol;

/// <summary>How long to wait before a refused call is made again: the connector's word, else 2 to 20 s with ±20 % jitter.</summary>
internal static class RetryDelay
{
    /// <summary>The first call and its repetitions together.</summary>
    public const int MostTries = 3;

    /// <summary>A longer wait belongs to the caller's durable queue: a process may end in the meantime.</summary>
    public static readonly TimeSpan LongestInProcess = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(20);

    /// <param name="tries">Calls made so far, from 1.</param>
    /// <param name="roll">A random number in [0, 1): many callers must not come back in step.</param>
    public static TimeSpan Backoff(int tries, double roll)
    {
        var doubled = Shortest * Math.Pow(2, Math.Min(tries - 1, 8));
        var capped = doubled < Longest ? doubled : Longest;
        return capped * (0.8 + (0.4 * roll));
    }

    /// <summary>The wait a <c>Retry-After</c> header asks for, in either of its forms; null without one. Never negative.</summary>
    public static TimeSpan? Asked(RetryConditionHeaderValue? header, DateTimeOffset now)
    {
        var wait = header?.Delta ?? (header?.Date - now);
        return wait < TimeSpan.Zero ? TimeSpan.Zero : wait;
    }
}
