namespace SalesAgent.Core.Drafting.Times;

/// <summary>
/// Wall-clock times of one zone as instants. Asks the zone for nothing but the offset at an instant, because that is also
/// right where a zone skips an hour, half an hour, midnight or a whole day (Samoa, 30 December 2011).
/// </summary>
internal readonly struct LocalClock(TimeZoneInfo zone)
{
    /// <summary>Longer than any one change of clocks, shorter than the time between two.</summary>
    private static readonly TimeSpan Around = TimeSpan.FromHours(30);

    public DateOnly DateAt(DateTimeOffset instant) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(instant, zone).DateTime);

    /// <summary>The instant with the offset that the zone has then.</summary>
    public DateTimeOffset At(DateTimeOffset instant) => TimeZoneInfo.ConvertTime(instant, zone);

    /// <summary>When the clock shows this; the first time, when it does so twice. False: it never does.</summary>
    public bool TryFind(DateOnly date, TimeOnly time, out DateTimeOffset instant)
    {
        var (before, after) = OffsetsAround(date, time);
        var wall = date.ToDateTime(time);
        instant = new DateTimeOffset(wall, before);
        if (zone.GetUtcOffset(instant) == before)
            return true;

        instant = new DateTimeOffset(wall, after);
        return zone.GetUtcOffset(instant) == after;
    }

    /// <summary>As <see cref="TryFind"/>; a time that the clock skips is the end of the gap.</summary>
    public DateTimeOffset Find(DateOnly date, TimeOnly time)
    {
        if (TryFind(date, time, out var instant))
            return instant;

        var (before, after) = OffsetsAround(date, time);
        var wall = date.ToDateTime(time);

        // The clock jumps from under the wall time to above it: with the later offset the instant lies before the jump,
        // with the earlier one behind it.
        var low = new DateTimeOffset(wall, after).UtcTicks;
        var high = new DateTimeOffset(wall, before).UtcTicks;
        while (high - low > 1)
        {
            var middle = low + ((high - low) / 2);
            if (zone.GetUtcOffset(new DateTimeOffset(middle, TimeSpan.Zero)) == before)
                low = middle;
            else
                high = middle;
        }

        return At(new DateTimeOffset(high, TimeSpan.Zero));
    }

    private (TimeSpan Before, TimeSpan After) OffsetsAround(DateOnly date, TimeOnly time)
    {
        var asUtc = new DateTimeOffset(date.ToDateTime(time), TimeSpan.Zero);
        return (zone.GetUtcOffset(asUtc - Around), zone.GetUtcOffset(asUtc + Around));
    }
}
