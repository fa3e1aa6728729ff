using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using SalesAgent.Bot.Sandbox.Google;
using SalesAgent.Bot.Sandbox.Wire;

namespace SalesAgent.Bot.Sandbox.Calendar;

/// <summary>Free/busy, settings and the calendars themselves.</summary>
internal sealed partial class CalendarReads(CalendarWorld world, GoogleAccounts accounts)
{
    private const int MostCalendars = 50;
    private static readonly TimeSpan LongestRange = TimeSpan.FromDays(90);
    private static readonly string[] Days = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];
    private static readonly string[] DayNames = ["SUNDAY", "MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY", "SATURDAY"];

    /// <summary>The calendar an id means under this token; null for one that is unknown or not shared.</summary>
    public RepCalendar? Calendar(SandboxCall call, string id) =>
        world.Find(id == "primary" ? accounts.MailboxOf(call.Bearer ?? "") ?? "" : id);

    public SandboxAnswer FreeBusy(SandboxCall call)
    {
        var body = call.Json();
        if (Instant(body.Text("timeMin")) is not { } from || Instant(body.Text("timeMax")) is not { } to)
            return GoogleWire.Error(400, "badRequest", "Bad Request");
        if (to <= from)
            return GoogleWire.Error(400, "timeRangeEmpty", "The specified time range is empty.");
        if (to - from > LongestRange)
            return GoogleWire.Error(400, "timeRangeTooLong", "The requested time range is too long.");
        var zone = TimeZoneInfo.Utc;
        if (body.Text("timeZone") is { Length: > 0 } wanted && !TimeZoneInfo.TryFindSystemTimeZoneById(wanted, out zone!))
            return GoogleWire.Error(400, "invalid", "Invalid Value");
        var items = body.Items("items").Select(item => item.Text("id")).ToList();
        if (items.Any(string.IsNullOrEmpty))
            return GoogleWire.Error(400, "required", "Required");

        return SandboxAnswer.Json(
            200,
            writer =>
            {
                writer.WriteStartObject();
                writer.WriteString("kind", "calendar#freeBusy");
                writer.WriteString("timeMin", Text(from, TimeZoneInfo.Utc, milliseconds: true));
                writer.WriteString("timeMax", Text(to, TimeZoneInfo.Utc, milliseconds: true));
                writer.WriteStartObject("calendars");
                foreach (var id in items.Distinct(StringComparer.Ordinal))
                {
                    writer.WriteStartObject(id!);
                    var calendar = Calendar(call, id!);
                    if (items.Count > MostCalendars || calendar is null)
                        WriteError(writer, items.Count > MostCalendars ? "tooManyCalendarsRequested" : "notFound");
                    writer.WriteStartArray("busy");
                    foreach (var block in items.Count > MostCalendars ? [] : calendar?.Busy(from, to) ?? [])
                    {
                        writer.WriteStartObject();
                        writer.WriteString("start", Text(block.Start, zone, milliseconds: false));
                        writer.WriteString("end", Text(block.End, zone, milliseconds: false));
                        writer.WriteEndObject();
                    }

                    writer.WriteEndArray();
                    writer.WriteEndObject();
                }

                writer.WriteEndObject();
                writer.WriteEndObject();
            }
        );
    }

    public SandboxAnswer Setting(SandboxCall call)
    {
        var owner = world[accounts.MailboxOf(call.Bearer ?? "") ?? ""].Owner;
        string? value = call.Route("setting") switch
        {
            "timezone" => owner.TimeZone,
            "locale" => "en",
            "weekStart" => "0",
            "format24HourTime" => "false",
            "hideWeekends" => "false",
            "defaultEventLength" => "30",
            _ => null,
        };
        return value is null
            ? GoogleWire.Error(404, "notFound", "Not Found")
            : SandboxAnswer.Json(
                200,
                new JsonObject
                {
                    ["kind"] = "calendar#setting",
                    ["etag"] = "\"0\"",
                    ["id"] = call.Route("setting"),
                    ["value"] = value,
                }
            );
    }

    public SandboxAnswer Get(SandboxCall call)
    {
        if (Calendar(call, call.Route("calendarId")) is not { } calendar)
            return GoogleWire.Error(404, "notFound", "Not Found");
        var document = new JsonObject
        {
            ["kind"] = "calendar#calendar",
            ["etag"] = "\"0\"",
            ["id"] = calendar.Id,
            ["summary"] = calendar.Id,
            ["timeZone"] = calendar.Owner.TimeZone,
            ["conferenceProperties"] = new JsonObject { ["allowedConferenceSolutionTypes"] = new JsonArray("hangoutsMeet") },
        };
        if (WorkingHours(calendar.Owner.WorkingHours) is { } hours)
            document["workingHours"] = hours;
        return SandboxAnswer.Json(200, document);
    }

    public SandboxAnswer List(SandboxCall call)
    {
        var calendar = world[accounts.MailboxOf(call.Bearer ?? "") ?? ""];
        return SandboxAnswer.Json(
            200,
            new JsonObject
            {
                ["kind"] = "calendar#calendarList",
                ["etag"] = "\"0\"",
                ["items"] = new JsonArray(
                    new JsonObject
                    {
                        ["kind"] = "calendar#calendarListEntry",
                        ["id"] = calendar.Id,
                        ["summary"] = calendar.Id,
                        ["timeZone"] = calendar.Owner.TimeZone,
                        ["selected"] = true,
                        ["accessRole"] = "owner",
                        ["primary"] = true,
                    }
                ),
            }
        );
    }

    /// <summary>An RFC 3339 instant; its offset is mandatory.</summary>
    public static DateTimeOffset? Instant(string? text) =>
        text is not null
        && Rfc3339().IsMatch(text)
        && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.None, out var instant)
            ? instant
            : null;

    private static void WriteError(Utf8JsonWriter writer, string reason)
    {
        writer.WriteStartArray("errors");
        writer.WriteStartObject();
        writer.WriteString("domain", "global");
        writer.WriteString("reason", reason);
        writer.WriteEndObject();
        writer.WriteEndArray();
    }

    private static string Text(DateTimeOffset instant, TimeZoneInfo zone, bool milliseconds)
    {
        var local = TimeZoneInfo.ConvertTime(instant, zone);
        return local.ToString(milliseconds ? "yyyy-MM-dd'T'HH:mm:ss.fff" : "yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture)
            + (ReferenceEquals(zone, TimeZoneInfo.Utc) ? "Z" : local.ToString("zzz", CultureInfo.InvariantCulture));
    }

    // "Mon-Fri 09:00-17:00", minutes from midnight on the wire.
    private static JsonObject? WorkingHours(string text)
    {
        var match = HoursPattern().Match(text);
        if (!match.Success)
            return null;
        var first = Array.IndexOf(Days, match.Groups["first"].Value);
        var last = Array.IndexOf(Days, match.Groups["last"].Value);
        var times = new JsonArray();
        for (var day = first; ; day = (day + 1) % 7)
        {
            times.Add(
                (JsonNode)
                    new JsonObject
                    {
                        ["dayOfWeek"] = DayNames[day],
                        ["periodStart"] = Minutes(match.Groups["from"].Value),
                        ["periodEnd"] = Minutes(match.Groups["to"].Value),
                    }
            );
            if (day == last)
                break;
        }

        return new JsonObject { ["workingHoursEnabled"] = true, ["availableTimes"] = times };
    }

    private static int Minutes(string time) => (int)TimeSpan.ParseExact(time, "hh\\:mm", CultureInfo.InvariantCulture).TotalMinutes;

    [GeneratedRegex(@"^\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)$")]
    private static partial Regex Rfc3339();

    [GeneratedRegex(@"^(?<first>Sun|Mon|Tue|Wed|Thu|Fri|Sat)-(?<last>Sun|Mon|Tue|Wed|Thu|Fri|Sat) (?<from>\d\d:\d\d)-(?<to>\d\d:\d\d)$")]
    private static partial Regex HoursPattern();
}
