namespace SalesAgent.Bot.Bench;

/// <summary>How long something took, milliseconds: each figure is one that occurred (nearest rank).</summary>
internal sealed record BenchTimes(double P50, double P95, double P99, double Longest)
{
    public static BenchTimes Of(IEnumerable<TimeSpan> times)
    {
        var sorted = times.Select(time => Math.Round(time.TotalMilliseconds, 2)).Order().ToArray();
        return sorted.Length == 0 ? new BenchTimes(0, 0, 0, 0) : new BenchTimes(At(0.50), At(0.95), At(0.99), sorted[^1]);

        double At(double share) => sorted[Math.Max(0, (int)Math.Ceiling(share * sorted.Length) - 1)];
    }
}
