using System.Text.Json.Serialization;

namespace SalesAgent.Bot.Bench;

/// <summary>One measurement, with so many finished leads in the store.</summary>
internal sealed record BenchColumn
{
    public int History { get; init; }

    /// <summary>What storing the history took; null without one.</summary>
    public double? HistorySeconds { get; init; }

    /// <summary>Counted ones that were sent; fewer than asked for when the time ran out.</summary>
    public required int Sent { get; init; }

    /// <summary>Those that got what they were sent for.</summary>
    public required int Done { get; init; }

    /// <summary>Those that were promised something, by 202 or by 200, that was not found afterwards.</summary>
    public required int Lost { get; init; }

    /// <summary>Those that did not go all the way: refused, or with a step that is missing.</summary>
    public required int Incomplete { get; init; }

    public required bool RanOutOfTime { get; init; }

    public required double Seconds { get; init; }

    public double PerSecond => Math.Round(Seconds > 0 ? Done / Seconds : 0, 1);

    public required BenchTimes Milliseconds { get; init; }

    /// <summary>Null unless all was sent at once.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public BenchBurst? Burst { get; init; }

    public required BenchLoad Bot { get; init; }

    /// <summary>What one cost the bot, milliseconds of one core: unlike the rest hardly touched by what else runs on the machine.</summary>
    public double BotCpuMillisecondsEach => Math.Round(Done > 0 ? 1000 * Bot.CpuSeconds / Done : 0, 3);

    /// <summary>Requests to the vendors meanwhile.</summary>
    public required long OutsideCalls { get; init; }

    /// <summary>The other process: sandbox and sender.</summary>
    public required BenchLoad Sender { get; init; }
}

/// <param name="ReadySeconds">From the start of the process to the first 200 of <c>/health/ready</c>; null for the sender.</param>
/// <param name="PeakMegabytes">Most resident memory so far, warm-up included.</param>
/// <param name="CpuSeconds">Of all cores together, warm-up not included.</param>
internal sealed record BenchLoad(double? ReadySeconds, double PeakMegabytes, double CpuSeconds);
