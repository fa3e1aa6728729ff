using SalesAgent.Core.Connectors.Calendar.Wire;

namespace SalesAgent.Core.Connectors.Calendar;

/// <summary>
/// Reads one calendar out of a free/busy answer. Google answers 200 even when a calendar could not be read, so that
/// every doubt here is a failure: a time is offered to a stranger only when it is known to be free.
/// </summary>
internal static class BusyTimes
{
    /// <exception cref="ConnectorException">The calendar is missing, failed, or has a time that makes no sense.</exception>
    public static IReadOnlyList<BusyInterval> Read(OutsideCall call, FreeBusyResponse answer, string calendarId)
    {
        var calendar =
            answer.Calendars?.FirstOrDefault(entry => entry.Key.Equals(calendarId, StringComparison.OrdinalIgnoreCase)).Value
            ?? throw call.Unreadable("calendar_missing");
        if (calendar.Errors is { Count: > 0 } errors)
            throw Failed(call, errors[0]?.Reason);

        // An empty list is written out; no list at all is not "free".
        var periods = calendar.Busy ?? throw call.Unreadable("busy_missing");
        return Merged(periods.Select(period => Read(call, period)));
    }

    private static BusyInterval Read(OutsideCall call, TimePeriod? period) =>
        Rfc3339.TryRead(period?.Start, out var start) && Rfc3339.TryRead(period?.End, out var end) && end >= start
            ? new BusyInterval(start, end)
            : throw call.Unreadable("busy_interval");

    private static List<BusyInterval> Merged(IEnumerable<BusyInterval> intervals)
    {
        var merged = new List<BusyInterval>();
        foreach (var next in intervals.Where(interval => interval.End > interval.Start).OrderBy(interval => interval.Start))
        {
            if (merged.Count > 0 && next.Start <= merged[^1].End)
                merged[^1] = merged[^1] with { End = next.End > merged[^1].End ? next.End : merged[^1].End };
            else
                merged.Add(next);
        }

        return merged;
    }

    private static ConnectorException Failed(OutsideCall call, string? reason) =>
        reason switch
        {
            "internalError" or "backendError" => call.Failed(FailureKind.Unavailable, code: reason),
            "rateLimitExceeded" or "userRateLimitExceeded" or "quotaExceeded" => call.Failed(FailureKind.RateLimited, code: reason),
            "notFound" or "groupTooBig" or "tooManyCalendarsRequested" or "forbidden" => call.Failed(FailureKind.Refused, code: reason),
            _ => call.Failed(FailureKind.Refused, code: "calendar_error"),
        };
}
