namespace SalesAgent.Core.Drafting.Times;

/// <summary>Finds what is free: arithmetic on instants, with the rep's working day taken from their own clock.</summary>
internal static class SlotFinder
{
    /// <summary>Slots start when the local clock shows a full or a half hour.</summary>
    private const int MinutesBetweenStarts = 30;

    private const int LongestHorizon = 60;

    /// <summary>
    /// <c>find_available_slots</c>: every slot that lies wholly in a working period and in no busy time, in order. Slots may overlap each
    /// other when they are longer than half an hour; <see cref="SlotOffer.Pick"/> chooses among them.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">A length, notice, buffer or horizon out of its range.</exception>
    /// <exception cref="ArgumentException">A busy time runs backwards: what it covers is not known, and so not free.</exception>
    public static IReadOnlyList<Slot> Candidates(SlotQuestion question)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(question.SlotLength, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(question.SlotLength, TimeSpan.FromDays(1));
        ArgumentOutOfRangeException.ThrowIfLessThan(question.MinimumNotice, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThan(question.Buffer, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThan(question.HorizonBusinessDays, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(question.HorizonBusinessDays, LongestHorizon);

        var clock = new LocalClock(question.TimeZone);
        var zoneId = IanaId(question.TimeZone);
        var busy = Merged(question.Busy, question.Buffer);
        var earliest = question.Now + question.MinimumNotice;
        var slots = new List<Slot>();

        var today = clock.DateAt(question.Now);
        var daysLeft = question.HorizonBusinessDays;
        // Hours repeat weekly, so a week without any means that there are none at all. Two weeks, because a zone may skip a day.
        for (var (day, idle) = (today, 0); daysLeft > 0 && idle < 14; day = day.AddDays(1))
        {
            var works = false;
            foreach (var period in question.Hours.On(day.DayOfWeek))
            {
                var from = clock.Find(day, period.From);
                var to = clock.Find(day, period.To);
                if (to <= from)
                    continue;

                works = true;
                AddFree(day, period.From, from, to);
            }

            idle = works ? 0 : idle + 1;
            if (works)
                daysLeft--;
        }

        return slots;

        void AddFree(DateOnly day, TimeOnly firstStart, DateTimeOffset from, DateTimeOffset to)
        {
            var firstMinute = (int)Math.Ceiling(firstStart.ToTimeSpan().TotalMinutes / MinutesBetweenStarts) * MinutesBetweenStarts;
            for (var minute = firstMinute; minute < 24 * 60; minute += MinutesBetweenStarts)
            {
                // A start that the clock skips is no start; the end of the gap is one of its own if it is a half hour.
                if (!clock.TryFind(day, new TimeOnly(minute / 60, minute % 60), out var start))
                    continue;
                if (start < from || start < earliest)
                    continue;

                var end = clock.At(start + question.SlotLength);
                if (start >= to)
                    return;
                if (end > to || end + question.Buffer > question.KnownUntil || Overlaps(busy, start, end))
                    continue;

                // The clock changes meanwhile: "01:30–01:00" is half an hour that nobody can read as one.
                if (start.Offset != end.Offset)
                    continue;

                slots.Add(new Slot(start, end, zoneId));
            }
        }
    }

    /// <summary>The id that other systems understand, whichever one the machine or the configuration uses.</summary>
    internal static string IanaId(TimeZoneInfo zone) =>
        !zone.HasIanaId && TimeZoneInfo.TryConvertWindowsIdToIanaId(zone.Id, out var iana) ? iana : zone.Id;

    private static bool Overlaps(List<BusyTime> merged, DateTimeOffset start, DateTimeOffset end)
    {
        // The merged stretches do not touch, so the first one that ends after the start decides.
        var (low, high) = (0, merged.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (merged[middle].End <= start)
                low = middle + 1;
            else
                high = middle;
        }

        return low < merged.Count && merged[low].Start < end;
    }

    private static List<BusyTime> Merged(IReadOnlyList<BusyTime> busy, TimeSpan buffer)
    {
        if (busy.Any(one => one.End < one.Start))
            throw new ArgumentException("A busy time ends before it starts.", nameof(busy));

        var merged = new List<BusyTime>(busy.Count);
        foreach (var one in busy.Where(one => one.End > one.Start).OrderBy(one => one.Start))
        {
            var widened = new BusyTime(Shifted(one.Start, -buffer), Shifted(one.End, buffer));
            if (merged is [.., var last] && widened.Start <= last.End)
            {
                if (widened.End > last.End)
                    merged[^1] = last with { End = widened.End };
            }
            else
            {
                merged.Add(widened);
            }
        }

        return merged;
    }

    private static DateTimeOffset Shifted(DateTimeOffset instant, TimeSpan by)
    {
        var ticks = Math.Clamp(instant.UtcTicks + by.Ticks, DateTimeOffset.MinValue.UtcTicks, DateTimeOffset.MaxValue.UtcTicks);
        return new DateTimeOffset(ticks, TimeSpan.Zero);
    }
}
