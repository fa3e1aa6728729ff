namespace SalesAgent.Core.Drafting.Times;

/// <summary>
/// Which times somebody would expect to be asked for. Their working hours are not known, so it is the day that most people are up.
/// </summary>
internal static class LeadsDay
{
    private static readonly TimeSpan From = TimeSpan.FromHours(8);
    private static readonly TimeSpan To = TimeSpan.FromHours(20);

    /// <summary>Between 8 and 20 o'clock on the lead's clock; true where that is not known.</summary>
    public static bool Holds(Slot slot)
    {
        if (slot.LeadTimeZone is not { } id || !TimeZoneInfo.TryFindSystemTimeZoneById(id, out var zone))
            return true;

        var (start, end) = (TimeZoneInfo.ConvertTime(slot.Start, zone).DateTime, TimeZoneInfo.ConvertTime(slot.End, zone).DateTime);
        return start.Date == end.Date && start.TimeOfDay >= From && end.TimeOfDay <= To;
    }
}
