using SalesAgent.Core.People;

namespace SalesAgent.Core.Drafting.Times;

/// <summary>When could this rep talk to somebody?</summary>
internal sealed record SlotQuestion
{
    public required DateTimeOffset Now { get; init; }

    /// <summary>In any order, overlapping or not.</summary>
    public required IReadOnlyList<BusyTime> Busy { get; init; }

    /// <summary>How far <see cref="Busy"/> reaches: beyond it nothing is known, and so nothing is free.</summary>
    public required DateTimeOffset KnownUntil { get; init; }

    /// <summary>Read in <see cref="TimeZone"/>.</summary>
    public required WorkingHours Hours { get; init; }

    public required TimeZoneInfo TimeZone { get; init; }

    /// <summary>More than nothing, at most a day.</summary>
    public TimeSpan SlotLength { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>How many days with working hours are looked at, today being the first if it is one. 1 to 60.</summary>
    public int HorizonBusinessDays { get; init; } = 5;

    /// <summary>How long from now the earliest slot may start. Not negative.</summary>
    public TimeSpan MinimumNotice { get; init; }

    /// <summary>What must be free before and after a slot, beside the slot itself. Not negative.</summary>
    public TimeSpan Buffer { get; init; }
}
