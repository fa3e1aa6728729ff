namespace SalesAgent.Core.Records.Reviews;

/// <summary>An offered time that is kept free in the rep's calendar, or was meant to be.</summary>
/// <param name="Version">Of the draft for which it was first held. A time that comes back in a later version is a new entry: the calendar
/// never gives the id of a deleted one again.</param>
public sealed record HeldTime(DateTimeOffset Start, DateTimeOffset End, int Version, HeldTimeState State);

public enum HeldTimeState
{
    /// <summary>Written down before the calendar was asked: it may be there or not.</summary>
    Asked,

    Held,

    /// <summary>The rep deleted it, and it stays deleted.</summary>
    LeftOut,
}
