using Microsoft.Extensions.Options;

namespace SalesAgent.Core.Work.Patience;

/// <summary>
/// How work waits for a vendor: with growing pauses, never shorter than the pause the vendor asked for, and for as long as the queue
/// tries anything. A rate limit uses up no try, because nothing has failed.
/// </summary>
internal sealed class OutsidePatience(IOptions<WorkOptions> options, Random random, TimeProvider time)
{
    /// <summary>After this long a person is told that their work waits. The fourth try comes after about forty seconds.</summary>
    private static readonly TimeSpan ToldAfter = TimeSpan.FromSeconds(25);

    /// <summary>A pause that is known to be this long is told at once.</summary>
    private static readonly TimeSpan LongPause = TimeSpan.FromSeconds(40);

    /// <summary>Whoever asks for more is asked again after this, so that a mistake in a header puts nothing to sleep.</summary>
    private static readonly TimeSpan LongestAsked = TimeSpan.FromHours(1);

    /// <summary>A daily limit has lifted by then.</summary>
    private static readonly TimeSpan LongestRateLimit = TimeSpan.FromHours(25);

    /// <summary>A limit that names no pause lifts within minutes: no point in waiting for the queue's longest pause.</summary>
    private const int GrowthUnderRateLimit = 4;

    /// <param name="asked">By the vendor; null when it did not say.</param>
    public TimeSpan PauseAfter(int attempt, Stall stall, bool isRateLimit, TimeSpan? asked)
    {
        var growing = options.Value.DelayAfter(isRateLimit ? Math.Min(stall.Times, GrowthUnderRateLimit) : attempt, random);
        if (asked is not { } wanted)
            return growing;

        // Later by chance, never sooner: all who were told the same pause would otherwise come back in the same moment.
        if (wanted > LongestAsked)
            wanted = LongestAsked;
#pragma warning disable CA5394 // Nobody gains by guessing it.
        wanted *= 1 + (0.25 * random.NextDouble());
#pragma warning restore CA5394
        return wanted > growing ? wanted : growing;
    }

    /// <summary>Whether the person concerned should hear by now that their work waits.</summary>
    public bool IsWorthTelling(Stall stall, TimeSpan? asked) => stall.Waited(time.GetUtcNow()) >= ToldAfter || asked >= LongPause;

    /// <summary>This attempt is the last that the queue grants.</summary>
    public bool IsOver(int attempt, Stall stall, bool isRateLimit) =>
        isRateLimit
            ? stall.Times > options.Value.MaximumAttempts && stall.Waited(time.GetUtcNow()) > LongestRateLimit
            : attempt >= options.Value.MaximumAttempts;

    /// <summary>What the queue is told.</summary>
    /// <param name="reason">Without personal data: an operator reads it.</param>
    public WorkResult Next(string reason, int attempt, Stall stall, bool isRateLimit, TimeSpan pause)
    {
        if (isRateLimit)
        {
            return IsOver(attempt, stall, isRateLimit)
                ? new WorkResult.GiveUp($"{reason}; given up after {stall.Times} pauses")
                : new WorkResult.Wait(reason, pause);
        }

        return new WorkResult.Later(reason, pause);
    }
}
