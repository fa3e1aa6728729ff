namespace SalesAgent.Bot.Sandbox.Samples;

/// <summary>What fills the reps' next ten business days, laid out on each rep's own clock.</summary>
internal static class SampleCalendar
{
    private const int BusinessDays = 10;

    // Minutes from midnight; day n of the plan uses pattern n modulo 5, so that no two neighbours look alike.
    private static readonly (int Start, int End, string Summary)[][] Patterns =
    [
        [(9 * 60 + 30, 10 * 60, "Stand-up"), (13 * 60, 14 * 60 + 30, "Pipeline review")],
        [(9 * 60 + 30, 10 * 60, "Stand-up"), (10 * 60, 11 * 60, "Customer call"), (15 * 60, 16 * 60, "Demo")],
        [(9 * 60 + 30, 10 * 60, "Stand-up"), (11 * 60, 12 * 60, "Training"), (11 * 60 + 30, 12 * 60 + 30, "Lunch with partner")],
        [(8 * 60, 18 * 60, "Out of office")],
        [(9 * 60 + 30, 10 * 60, "Stand-up"), (14 * 60, 16 * 60, "Proposal writing")],
    ];

    public static IReadOnlyList<SampleAppointment> All(DateTimeOffset now)
    {
        var appointments = new List<SampleAppointment>();
        for (var index = 0; index < SamplePeople.Reps.Count; index++)
        {
            var rep = SamplePeople.Reps[index];
            var zone = TimeZoneInfo.FindSystemTimeZoneById(rep.TimeZone);
            var day = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(now, zone).DateTime);
            for (var planned = 0; planned < BusinessDays; day = day.AddDays(1))
            {
                if (day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday)
                    continue;
                foreach (var (start, end, summary) in Patterns[(planned + index) % Patterns.Length])
                    appointments.Add(new SampleAppointment(rep, At(day, start, zone), At(day, end, zone), summary));
                planned++;
            }
        }

        return appointments;
    }

    private static DateTimeOffset At(DateOnly day, int minutes, TimeZoneInfo zone)
    {
        var local = day.ToDateTime(TimeOnly.MinValue).AddMinutes(minutes);
        return new DateTimeOffset(local, zone.GetUtcOffset(local));
    }
}
