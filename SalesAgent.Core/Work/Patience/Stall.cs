namespace SalesAgent.Core.Work.Patience;

/// <summary>Work that waits for somebody outside: since when, how often it was put off in a row, and for whom.</summary>
/// <param name="For">A name for people: "Gmail", "HubSpot".</param>
public sealed record Stall(DateTimeOffset Since, int Times, string For)
{
    public static Stall After(Stall? before, string waitsFor, DateTimeOffset now) =>
        before is null ? new Stall(now, 1, waitsFor) : before with { Times = before.Times + 1, For = waitsFor };

    /// <summary>Zero where the clock was set back meanwhile.</summary>
    public TimeSpan Waited(DateTimeOffset now) => now > Since ? now - Since : TimeSpan.Zero;
}
