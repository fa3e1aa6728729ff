using System.Globalization;
using SalesAgent.Core.Connectors.Calendar.Wire;
using SalesAgent.Core.Connectors.GoogleIdentity;

namespace SalesAgent.Core.Connectors.Calendar;

/// <summary>
/// When a rep is taken, and where on the globe. Throws <see cref="ConnectorException"/> whenever that is not known:
/// a calendar that could not be read is never a free one.
/// </summary>
public sealed class CalendarClient
{
    /// <summary>Google refuses longer questions.</summary>
    public static readonly TimeSpan LongestWindow = TimeSpan.FromDays(31);

    private static readonly OutsideCall ReadingFreeBusy = OutsideCall.Read(ConnectorServices.Calendar, "Reading free/busy");
    private static readonly OutsideCall ReadingTimeZone = OutsideCall.Read(ConnectorServices.Calendar, "Reading the time zone", 404);

    private readonly GoogleMailboxes mailboxes;
    private readonly TimeProvider time;

    internal CalendarClient(GoogleMailboxes mailboxes, TimeProvider time)
    {
        this.mailboxes = mailboxes;
        this.time = time;
    }

    /// <summary>What is taken in the mailbox's own calendar between two moments, at most 31 days apart.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The window is empty, runs backwards or is longer than 31 days.</exception>
    public async Task<FreeBusy> FreeBusyAsync(
        string mailbox, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(to, from);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(to - from, LongestWindow, nameof(to));

        var account = await mailboxes.OpenAsync(ReadingFreeBusy, mailbox, cancellationToken);
        var asOf = time.GetUtcNow();
        // The address is the id of the mailbox's own calendar.
        var answer = await account.AskAsync(ReadingFreeBusy, account.Calendar.Freebusy.Query(new FreeBusyRequest
        {
            TimeMin = Rfc3339(from),
            // Up, so that the last second is asked about as well.
            TimeMax = Rfc3339(to.AddTicks(TimeSpan.TicksPerSecond - 1)),
            Items = [new FreeBusyRequestItem { Id = account.Address }],
        }), cancellationToken);
        return new FreeBusy(asOf, BusyTimes.Read(ReadingFreeBusy, answer, account.Address));
    }

    /// <summary>The person's time zone setting, else the calendar's own. There is no default: UTC would offer wrong hours.</summary>
    public async Task<TimeZoneInfo> TimeZoneAsync(string mailbox, CancellationToken cancellationToken)
    {
        var account = await mailboxes.OpenAsync(ReadingTimeZone, mailbox, cancellationToken);
        var setting = await account.SendAsync(ReadingTimeZone, account.Calendar.Settings.Get("timezone"), cancellationToken);
        var name = setting?.Value;
        if (string.IsNullOrWhiteSpace(name))
        {
            var calendar = await account.SendAsync(ReadingTimeZone, account.Calendar.Calendars.Get(account.Address), cancellationToken);
            name = calendar?.TimeZone;
        }

        return name is not null && TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone)
            ? zone
            : throw ReadingTimeZone.Unreadable("time_zone_unknown");
    }

    // The offset is mandatory, and whole seconds are all that Google keeps.
    private static string Rfc3339(DateTimeOffset moment) =>
        moment.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
