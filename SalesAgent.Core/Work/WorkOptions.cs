using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Microsoft.Extensions.Options;

namespace SalesAgent.Core.Work;

/// <summary>How work is taken from the queue; section <c>Work</c>.</summary>
public sealed class WorkOptions
{
    public const string Section = "Work";

    private const int UsualDrain = 20;
    private const int LongestDrain = 25;

    private static readonly TimeSpan[] DefaultDelays =
    [
        TimeSpan.FromSeconds(1),
        TimeSpan.FromSeconds(5),
        TimeSpan.FromSeconds(30),
        TimeSpan.FromMinutes(2),
        TimeSpan.FromMinutes(10),
        TimeSpan.FromMinutes(30),
        TimeSpan.FromHours(1),
    ];

    /// <summary>How many items are worked on at the same time. Default 32.</summary>
    [Range(1, 10_000)]
    public int MaximumInFlight { get; set; } = 32;

    /// <summary>How long an item is ours before it must be renewed, which happens at a third of it. Default 30.</summary>
    [Range(3, 3600)]
    public int LeaseSeconds { get; set; } = 30;

    /// <summary>
    /// How long whoever writes something to the outside has the lead to itself, counted from its last record of progress: longer than any
    /// read with the write after it takes, or a second one begins while the first is still on its way. Default 30.
    /// </summary>
    [Range(3, 3600)]
    public int ClaimSeconds { get; set; } = 30;

    /// <summary>After this many an item is buried. Default 20, which with the default delays is about half a day.</summary>
    [Range(1, 1000)]
    public int MaximumAttempts { get; set; } = 20;

    /// <summary>
    /// How long to wait after the first, second … failed attempt, each varied by a fifth either way; the last one repeats.
    /// Default 1 s, 5 s, 30 s, 2 min, 10 min, 30 min, 1 h.
    /// </summary>
    public TimeSpan[]? Delays { get; set; }

    /// <summary>
    /// How long running work may go on when the process is asked to stop. Default 20; at most 25, because a host ends after 30.
    /// </summary>
    [Range(0, LongestDrain)]
    public int DrainSeconds { get; set; } = UsualDrain;

    /// <summary>
    /// How long the whole process may take to stop: the drain, what is cancelled after it, and a moment to write that down. At most 28
    /// seconds, for containers get 30.
    /// </summary>
    /// <param name="drainSeconds">As configured, before it is known to be valid.</param>
    public static TimeSpan LongestStop(string? drainSeconds)
    {
        var drain = int.TryParse(drainSeconds, CultureInfo.InvariantCulture, out var seconds)
            ? Math.Clamp(seconds, 0, LongestDrain)
            : UsualDrain;
        return TimeSpan.FromSeconds(drain + 3);
    }

    public TimeSpan Lease => TimeSpan.FromSeconds(LeaseSeconds);

    public TimeSpan Claim => TimeSpan.FromSeconds(ClaimSeconds);

    /// <param name="attempt">The one that failed, from 1.</param>
    /// <param name="random">Spreads items that failed together.</param>
    public TimeSpan DelayAfter(int attempt, Random random)
    {
        var delays = Delays is { Length: > 0 } ? Delays : DefaultDelays;
#pragma warning disable CA5394 // Nobody gains by guessing it.
        return delays[Math.Clamp(attempt - 1, 0, delays.Length - 1)] * (0.8 + (0.4 * random.NextDouble()));
#pragma warning restore CA5394
    }
}

[OptionsValidator]
internal sealed partial class WorkOptionsValidator : IValidateOptions<WorkOptions>;
