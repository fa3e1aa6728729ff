using SalesAgent.Core.Connectors.Calendar.Wire;
using SalesAgent.Core.Connectors.GoogleIdentity;
using SalesAgent.Core.Connectors.GoogleIdentity.Wire;
using SalesAgent.Core.Texts;

namespace SalesAgent.Core.Connectors.Calendar;

/// <summary>
/// When a rep is taken, how their days are set, and holds in their own calendar. Throws <see cref="ConnectorException"/>
/// whenever that is not known: a calendar that could not be read is never a free one. Nothing here can invite or mail anybody.
/// </summary>
internal sealed class CalendarClient(GoogleMailboxes mailboxes, TimeProvider time)
{
    /// <summary>Google refuses longer questions.</summary>
    public static readonly TimeSpan LongestWindow = TimeSpan.FromDays(31);

    private const int LongestTitle = 200;

    private const int MostPages = 10;

    private static readonly TimeSpan SettingsKeptFor = TimeSpan.FromMinutes(10);

    private static readonly OutsideCall ReadingFreeBusy = OutsideCall.Read(ConnectorServices.Calendar, "Reading free/busy");
    private static readonly OutsideCall ReadingTimeZone = OutsideCall.Read(ConnectorServices.Calendar, "Reading the time zone", 404);
    private static readonly OutsideCall ReadingCalendar = OutsideCall.Read(
        ConnectorServices.Calendar,
        "Reading the calendar's settings",
        404
    );
    private static readonly OutsideCall ReadingEvents = OutsideCall.Read(ConnectorServices.Calendar, "Reading what takes a time");
    private static readonly OutsideCall Holding = OutsideCall.Write(ConnectorServices.Calendar, "Holding a time", 409);
    private static readonly OutsideCall ReadingHold = OutsideCall.Read(ConnectorServices.Calendar, "Reading a hold", 404);
    private static readonly OutsideCall Removing = OutsideCall.Write(ConnectorServices.Calendar, "Removing a hold", 404, 410);

    private readonly RecentAnswers<CalendarSettings> settings = new(time, SettingsKeptFor);

    /// <summary><c>get_freebusy</c>: what is taken in the mailbox's own calendar between two moments, at most 31 days apart.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The window is empty, runs backwards or is longer than 31 days.</exception>
    public async Task<FreeBusy> FreeBusyAsync(string mailbox, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(to, from);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(to - from, LongestWindow, nameof(to));

        var account = await mailboxes.OpenAsync(ReadingFreeBusy, mailbox, cancellationToken);
        var asOf = time.GetUtcNow();
        // The address is the id of the mailbox's own calendar.
        var answer = await account.AskAsync(
            ReadingFreeBusy,
            account.Calendar.Freebusy.Query(
                new FreeBusyRequest
                {
                    TimeMin = Rfc3339.Text(from),
                    // Up, so that the last second is asked about as well.
                    TimeMax = Rfc3339.Text(to.AddTicks(TimeSpan.TicksPerSecond - 1)),
                    Items = [new FreeBusyRequestItem { Id = account.Address }],
                }
            ),
            cancellationToken
        );
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

        return Zone(name) ?? throw ReadingTimeZone.Unreadable("time_zone_unknown");
    }

    /// <summary>
    /// Time zone and working hours, asked for side by side and kept for ten minutes. What cannot be read is not known,
    /// and no failure: a rep without Workspace or without these scopes has a calendar nevertheless.
    /// </summary>
    public async Task<CalendarSettings> SettingsAsync(string mailbox, CancellationToken cancellationToken)
    {
        if (settings.Find(mailbox) is { } known)
            return known;

        var setting = TryAsync(ReadingTimeZone, mailbox, account => account.Calendar.Settings.Get("timezone"), cancellationToken);
        var calendar = TryAsync(ReadingCalendar, mailbox, account => account.Calendar.Calendars.Get(account.Address), cancellationToken);
        await Task.WhenAll(setting, calendar);

        var (own, ownFailure) = await setting;
        var (theirs, theirFailure) = await calendar;
        // As long as the person's own setting may be another one, the calendar's would be a guess.
        var name = string.IsNullOrWhiteSpace(own?.Value) && IsSettled(ownFailure) ? theirs?.TimeZone : own?.Value;
        var read = new CalendarSettings(Zone(name), WorkingHoursReader.Read(theirs?.WorkingHours));
        if (IsSettled(ownFailure) && IsSettled(theirFailure) && (ownFailure is null || theirFailure is null))
            settings.Keep(mailbox, read);
        return read;
    }

    /// <summary>
    /// <c>create_event</c>: keeps a time free in the rep's own calendar, tentatively, privately and without a word to anybody. The
    /// same key is the same entry: ask again after <see cref="FailureKind.OutcomeUnknown"/>. One that the rep deleted stays deleted.
    /// </summary>
    /// <exception cref="ArgumentException">The title is empty, or the time ends before it begins.</exception>
    public async Task<CalendarHold> CreateEventAsync(string mailbox, NewHold hold, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(hold.Key);
        ArgumentException.ThrowIfNullOrWhiteSpace(hold.Title);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(hold.End, hold.Start, nameof(hold));

        var account = await mailboxes.OpenAsync(Holding, mailbox, cancellationToken);
        var made = await account.SendAsync(Holding, account.Calendar.Events.Insert(Entry(hold), account.Address), cancellationToken);
        return made is not null
            ? Read(Holding, made)
            : await GetEventAsync(mailbox, hold.EventId, cancellationToken) ?? throw ReadingHold.Unreadable("hold_missing");
    }

    /// <summary>A hold as it is now; null when the calendar has never had it.</summary>
    public async Task<CalendarHold?> GetEventAsync(string mailbox, string eventId, CancellationToken cancellationToken)
    {
        var account = await mailboxes.OpenAsync(ReadingHold, mailbox, cancellationToken);
        var found = await account.SendAsync(ReadingHold, account.Calendar.Events.Get(account.Address, Id(eventId)), cancellationToken);
        return found is null ? null : Read(ReadingHold, found);
    }

    /// <summary>Removes a hold without a word to anybody; false when it was gone already.</summary>
    public async Task<bool> DeleteEventAsync(string mailbox, string eventId, CancellationToken cancellationToken)
    {
        var account = await mailboxes.OpenAsync(Removing, mailbox, cancellationToken);
        return await account.SendAsync(Removing, account.Calendar.Events.Delete(account.Address, Id(eventId)), cancellationToken)
            is not null;
    }

    /// <summary>
    /// Whether a time is taken by holds of ours and by nothing else. Of what else is there, nothing is asked but whether it takes the time.
    /// </summary>
    /// <param name="eventIds">Of the holds that count as ours; one that the rep made something else of does not.</param>
    public async Task<bool> IsOnlyHeldAsync(
        string mailbox,
        DateTimeOffset from,
        DateTimeOffset to,
        IReadOnlyCollection<string> eventIds,
        CancellationToken cancellationToken
    )
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(to, from);

        var account = await mailboxes.OpenAsync(ReadingEvents, mailbox, cancellationToken);
        var (isHeld, page) = (false, (string?)null);
        for (var pages = 0; pages < MostPages; pages++)
        {
            var request = account.Calendar.Events.List(account.Address, Rfc3339.Text(from), Rfc3339.Text(to));
            request.PageToken = page;
            var answer = await account.AskAsync(ReadingEvents, request, cancellationToken);
            foreach (var entry in answer.Items ?? throw ReadingEvents.Unreadable("items_missing"))
            {
                var id = entry?.Id ?? throw ReadingEvents.Unreadable("event_id");
                if (!TakesTime(entry))
                    continue;
                if (!eventIds.Contains(id) || !IsStillAHold(entry))
                    return false;
                isHeld = true;
            }

            page = answer.NextPageToken;
            if (string.IsNullOrEmpty(page))
                return isHeld;
        }

        throw ReadingEvents.Unreadable("too_many_pages");
    }

    private async Task<(T? Answer, FailureKind? Failure)> TryAsync<T>(
        OutsideCall call,
        string mailbox,
        Func<GoogleMailbox, GoogleRequest<T>> ask,
        CancellationToken cancellationToken
    )
        where T : class
    {
        try
        {
            var account = await mailboxes.OpenAsync(call, mailbox, cancellationToken);
            return (await account.SendAsync(call, ask(account), cancellationToken), null);
        }
        catch (ConnectorException failure)
        {
            return (null, failure.Kind);
        }
    }

    // A missing scope will still be missing at the next lead; a hiccup will be over.
    private static bool IsSettled(FailureKind? failure) => failure is null or FailureKind.Unauthorised or FailureKind.Refused;

    private static Event Entry(NewHold hold) =>
        new()
        {
            Id = hold.EventId,
            Summary = OneLine(hold.Title),
            Start = new EventDateTime { DateTimeRaw = Rfc3339.Text(hold.Start) },
            End = new EventDateTime { DateTimeRaw = Rfc3339.Text(hold.End) },
            Status = "tentative",
            Transparency = "opaque",
            Visibility = "private",
            Reminders = new Event.RemindersData { UseDefault = false },
            ExtendedProperties = new Event.ExtendedPropertiesData
            {
                Private__ = new Dictionary<string, string> { ["salesAgentHold"] = "1" },
            },
        };

    private static CalendarHold Read(OutsideCall call, StoredEvent entry)
    {
        var id = entry.Id ?? throw call.Unreadable();
        if (entry.Status is "cancelled")
            return new CalendarHold.Removed(id);
        return new CalendarHold.Held(id, When(call, entry.Start), When(call, entry.End), IsStillAHold(entry));
    }

    private static bool IsStillAHold(StoredEvent entry) => entry is { Status: "tentative", Attendees: null or { Count: 0 } };

    // As free/busy sees it: an invitation that was not answered takes its time, a declined one does not.
    private static bool TakesTime(StoredEvent entry) =>
        entry is not ({ Status: "cancelled" } or { Transparency: "transparent" })
        && entry.Attendees?.Any(attendee => attendee is { Self: true, ResponseStatus: "declined" }) is not true;

    private static DateTimeOffset? When(OutsideCall call, EventDateTime? moment) =>
        moment switch
        {
            null => throw call.Unreadable("event_time"),
            { DateTimeRaw: null } => null,
            { DateTimeRaw: { } text } => Rfc3339.TryRead(text, out var when) ? when : throw call.Unreadable("event_time"),
        };

    private static TimeZoneInfo? Zone(string? name) =>
        name is not null && TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone) ? zone : null;

    private static string OneLine(string title)
    {
        var line = string.Concat(title.Select(c => char.IsControl(c) ? ' ' : c)).Trim();
        return TextCut.To(line, LongestTitle);
    }

    private static string Id(string eventId) =>
        eventId.Length is >= 5 and <= 128 && eventId.All(c => c is (>= 'a' and <= 'v') or (>= '0' and <= '9'))
            ? eventId
            : throw new ArgumentException("Not an id of a hold.", nameof(eventId));
}
