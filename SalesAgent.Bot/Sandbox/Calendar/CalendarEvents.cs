using System.Globalization;
using System.Text.Json.Nodes;
using SalesAgent.Bot.Sandbox.Google;
using SalesAgent.Bot.Sandbox.Wire;

namespace SalesAgent.Bot.Sandbox.Calendar;

/// <summary>Entries of calendars: holds and their removal.</summary>
internal sealed class CalendarEvents(CalendarWorld world, CalendarReads calendars)
{
    public SandboxAnswer Insert(SandboxCall call)
    {
        if (calendars.Calendar(call, call.Route("calendarId")) is not { } calendar)
            return Missing();
        var document = call.Json();
        if (
            document.Text("id") is { } id
            && (id.Length is < 5 or > 1024 || id.Any(c => c is not ((>= 'a' and <= 'v') or (>= '0' and <= '9'))))
        )
        {
            return GoogleWire.Error(400, "invalid", "Invalid resource id value.");
        }

        if (Instant(document.Child("start")) is not { } start)
            return GoogleWire.Error(400, "required", "Missing start time.");
        if (Instant(document.Child("end")) is not { } end)
            return GoogleWire.Error(400, "required", "Missing end time.");
        if (end <= start)
            return GoogleWire.Error(400, "timeRangeEmpty", "The specified time range is empty.");

        // Conference data is dropped without a word unless the version says 1.
        if (document.Child("conferenceData")?.Child("createRequest") is { } request && call.Query("conferenceDataVersion") is "1")
            request["status"] = new JsonObject { ["statusCode"] = "pending" };
        else
            document.Remove("conferenceData");
        if (calendar.Insert(document, start, end) is not { } made)
            return GoogleWire.Error(409, "duplicate", "The requested identifier already exists.");
        if (call.Query("sendUpdates") is "all" or "externalOnly")
            world.Invited(document.Items("attendees").Count);
        return SandboxAnswer.Json(200, made.Document);
    }

    public SandboxAnswer Get(SandboxCall call)
    {
        if (calendars.Calendar(call, call.Route("calendarId"))?.Find(call.Route("eventId")) is not { } known)
            return Missing();
        var document = (JsonObject)known.Document.DeepClone();
        if (document.Child("conferenceData") is { } conference)
        {
            var link = $"https://meet.google.example/{known.Id[..Math.Min(10, known.Id.Length)]}";
            conference.Child("createRequest")!["status"] = new JsonObject { ["statusCode"] = "success" };
            conference["entryPoints"] = new JsonArray(new JsonObject { ["entryPointType"] = "video", ["uri"] = link });
            document["hangoutLink"] = link;
        }

        return SandboxAnswer.Json(200, document);
    }

    public SandboxAnswer Delete(SandboxCall call) =>
        calendars.Calendar(call, call.Route("calendarId"))?.Delete(call.Route("eventId")) switch
        {
            null => Missing(),
            false => GoogleWire.Error(410, "deleted", "Resource has been deleted"),
            true => SandboxAnswer.Empty(204),
        };

    public SandboxAnswer List(SandboxCall call)
    {
        if (calendars.Calendar(call, call.Route("calendarId")) is not { } calendar)
            return Missing();
        if (call.Query("orderBy") is "startTime" && call.Query("singleEvents") is not "true")
            return GoogleWire.Error(400, "badRequest", "The requested ordering is not available for the particular query.");
        if (GoogleWire.Offset(call.Query("pageToken")) is not { } offset)
            return GoogleWire.Error(400, "invalid", "Invalid page token value.");
        var size = 250;
        if (
            call.Query("maxResults") is { } asked
            && (!int.TryParse(asked, NumberStyles.None, CultureInfo.InvariantCulture, out size) || size < 1)
        )
        {
            return GoogleWire.Error(400, "invalid", "Invalid value for maxResults.");
        }

        DateTimeOffset? from = null,
            to = null;
        if (call.Query("timeMin") is { } min && (from = CalendarReads.Instant(min)) is null)
            return GoogleWire.Error(400, "badRequest", "Bad Request");
        if (call.Query("timeMax") is { } max && (to = CalendarReads.Instant(max)) is null)
            return GoogleWire.Error(400, "badRequest", "Bad Request");

        var marks = call.QueryAll("privateExtendedProperty").ToList();
        var found = calendar
            .Events.Where(one =>
                (call.Query("showDeleted") is "true" || !one.Cancelled)
                && (from is null || one.End > from)
                && (to is null || one.Start < to)
                && marks.All(mark => Carries(one.Document, mark))
            )
            .ToList();
        size = Math.Min(size, 2500);
        var page = new JsonObject
        {
            ["kind"] = "calendar#events",
            ["summary"] = calendar.Id,
            ["timeZone"] = calendar.Owner.TimeZone,
            ["items"] = new JsonArray([.. found.Skip(offset).Take(size).Select(one => one.Document.DeepClone())]),
        };
        if (found.Count > offset + size)
            page["nextPageToken"] = GoogleWire.PageToken(offset + size);
        return SandboxAnswer.Json(200, page);
    }

    private static bool Carries(JsonObject document, string mark)
    {
        var cut = mark.IndexOf('=', StringComparison.Ordinal);
        return cut > 0 && document.Child("extendedProperties")?.Child("private").Text(mark[..cut]) == mark[(cut + 1)..];
    }

    private static SandboxAnswer Missing() => GoogleWire.Error(404, "notFound", "Not Found");

    // An all-day date, an instant, or a local time with its zone.
    private static DateTimeOffset? Instant(JsonObject? moment)
    {
        if (moment.Text("dateTime") is { } text)
        {
            if (CalendarReads.Instant(text) is { } instant)
                return instant;
            return
                moment.Text("timeZone") is { } name
                && TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone)
                && DateTime.TryParseExact(text, "yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture, DateTimeStyles.None, out var local)
                ? new DateTimeOffset(local, zone.GetUtcOffset(local))
                : null;
        }

        return DateOnly.TryParseExact(moment.Text("date"), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            ? new DateTimeOffset(day.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero)
            : null;
    }
}
