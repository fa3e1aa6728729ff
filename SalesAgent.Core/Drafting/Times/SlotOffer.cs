namespace SalesAgent.Core.Drafting.Times;

/// <summary>The times that go into the mail, and some more to choose from.</summary>
/// <param name="Times">In order, not overlapping each other.</param>
/// <param name="Alternatives">In order; none is among <paramref name="Times"/> or overlaps one of them.</param>
internal sealed record SlotOffer(IReadOnlyList<Slot> Times, IReadOnlyList<Slot> Alternatives)
{
    private const int MostAlternatives = 6;

    /// <summary>
    /// What the clock should show for the first pick, the second and so on: someone who never has time in the morning finds an afternoon.
    /// </summary>
    private static readonly TimeSpan[] Wishes =
    [
        TimeSpan.FromHours(10),
        TimeSpan.FromHours(14),
        TimeSpan.FromHours(16),
        TimeSpan.FromHours(11),
        TimeSpan.FromHours(15),
        TimeSpan.FromHours(9),
    ];

    /// <summary>
    /// Up to <paramref name="count"/> times: on different days as long as there are any, spread over all days that have
    /// candidates, at different times of the day. As long as any falls into the lead's day, no other is offered by itself,
    /// though a person may pick it. The same candidates always give the same offer.
    /// </summary>
    public static SlotOffer Pick(IReadOnlyList<Slot> candidates, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);

        var suitable = candidates.Where(LeadsDay.Holds).ToList();
        var times = Spread(suitable.Count > 0 ? suitable : [.. candidates], count);
        var alternatives = Spread([.. candidates.Where(slot => !times.Exists(taken => Overlap(taken, slot)))], MostAlternatives);
        return new SlotOffer(times, alternatives);
    }

    /// <summary>Takes its picks, and whatever overlaps them, out of <paramref name="open"/>.</summary>
    private static List<Slot> Spread(List<Slot> open, int count)
    {
        var picked = new List<Slot>(count);
        while (picked.Count < count && open.Count > 0)
        {
            var fresh = FewestPicked(DaysOf(open), picked);

            // The first free day comes first, the rest of the picks divide the days that follow.
            var missing = count - picked.Count;
            var day = picked.Count == 0 ? fresh[0] : fresh[(fresh.Count - 1) / (missing + 1)];
            var choice = BestOn(day, open, picked);
            picked.Add(choice);
            open.RemoveAll(slot => Overlap(slot, choice));
        }

        picked.Sort((a, b) => a.Start.CompareTo(b.Start));
        return picked;
    }

    private static List<DateOnly> DaysOf(List<Slot> slots)
    {
        var days = new List<DateOnly>();
        foreach (var slot in slots)
        {
            var day = DayOf(slot);
            if (!days.Contains(day))
                days.Add(day);
        }

        days.Sort();
        return days;
    }

    /// <summary>The days with the fewest picks, in order: those without any, as long as there are such.</summary>
    private static List<DateOnly> FewestPicked(List<DateOnly> days, List<Slot> picked)
    {
        var fewest = new List<DateOnly>();
        var least = int.MaxValue;
        foreach (var day in days)
        {
            var picks = picked.Count(slot => DayOf(slot) == day);
            if (picks < least)
                fewest.Clear();
            least = Math.Min(least, picks);
            if (picks == least)
                fewest.Add(day);
        }

        return fewest;
    }

    private static Slot BestOn(DateOnly day, List<Slot> open, List<Slot> picked)
    {
        var wish = Wishes[picked.Count % Wishes.Length];
        var hours = picked.ConvertAll(slot => slot.Start.TimeOfDay);
        return open.Where(slot => DayOf(slot) == day)
            .MinBy(slot => (hours.Contains(slot.Start.TimeOfDay), (slot.Start.TimeOfDay - wish).Duration(), slot.Start))!;
    }

    private static bool Overlap(Slot one, Slot other) => one.Start < other.End && other.Start < one.End;

    private static DateOnly DayOf(Slot slot) => DateOnly.FromDateTime(slot.Start.DateTime);
}
