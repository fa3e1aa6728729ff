namespace SalesAgent.Core.Audit.Refusals;

/// <summary>Refusals of one <see cref="RefusalKey"/> that are not told yet.</summary>
/// <param name="began">Timestamp at which its window began.</param>
internal sealed class RefusalTally(long began)
{
    public static readonly TimeSpan FirstWindow = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan LongestWindow = TimeSpan.FromHours(1);

    public long Began { get; private set; } = began;

    public TimeSpan Window { get; private set; } = FirstWindow;

    public int Untold { get; set; }

    /// <summary>How many were told one by one.</summary>
    public int ToldApart { get; set; } = 1;

    /// <summary>Begins the next window, twice as long: who goes on for hours is told of each hour.</summary>
    /// <returns>How many there were in the last.</returns>
    public int Close(long now)
    {
        var told = Untold;
        (Began, Untold) = (now, 0);
        Window = Window * 2 < LongestWindow ? Window * 2 : LongestWindow;
        return told;
    }
}
