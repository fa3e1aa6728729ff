using System.Text.Json.Serialization;

namespace SalesAgent.Bot.Bench;

/// <summary>What is measured and how much of it.</summary>
internal sealed record BenchOptions
{
    /// <summary>How many are counted.</summary>
    public required int Count { get; init; }

    /// <summary>How many are under way at the same time.</summary>
    public required int Concurrency { get; init; }

    /// <summary>Added to every answer of the vendors, milliseconds.</summary>
    public required int Latency { get; init; }

    /// <summary>
    /// How many go before, uncounted: connections are opened and code is compiled by them. With a number of senders of their own, and in no
    /// more than half of the time.
    /// </summary>
    public required int WarmUp { get; init; }

    /// <summary>After this long in one column, warm-up included, nothing more is sent.</summary>
    public required int Seconds { get; init; }

    /// <summary>
    /// Finished leads in the store at the beginning, and ten times as many in a second column; 0: an empty store and one column.
    /// </summary>
    public required int History { get; init; }

    /// <summary>So many are sent at once, instead of each when the one before has its card; null: none are.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Burst { get; init; }

    /// <summary>Fewer than that at a time would take longer to warm up than what is measured; more does not make it faster.</summary>
    [JsonIgnore]
    public int WarmUpConcurrency => Math.Max(Concurrency, 32);
}
