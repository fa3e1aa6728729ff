using SalesAgent.Bot.Bench.Stage;

namespace SalesAgent.Bot.Bench;

/// <summary>One thing to measure.</summary>
internal interface IBench
{
    /// <summary>Of what there are so many in a second.</summary>
    string Rate { get; }

    /// <summary>Between what the milliseconds lie.</summary>
    string Time { get; }

    Task<BenchColumn> MeasureAsync(BenchStage stage, BenchOptions options, CancellationToken cancellationToken);
}
