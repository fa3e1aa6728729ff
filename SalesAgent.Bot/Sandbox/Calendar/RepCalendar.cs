using System.Globalization;
using System.Text.Json.Nodes;
using SalesAgent.Bot.Sandbox.Wire;

namespace SalesAgent.Bot.Sandbox.Calendar;

/// <summary>The primary calendar of one person.</summary>
internal sealed class RepCalendar(SandboxRep owner, TimeProvider time)
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, CalendarEvent> events = new(StringComparer.Ordinal);
    private int made;

    public SandboxRep Owner => owner;

    public string Id => owner.Email;

    public TimeZoneInfo Zone { get; } = TimeZoneInfo.FindSystemTimeZoneById(owner.TimeZone);

    /// <summary>Every entry, deleted ones included.</summary>
    public IReadOnlyList<CalendarEvent> Events
    {
        get
        {
            lock (gate)
                return [.. events.Values.OrderBy(one => one.Start).ThenBy(one => one.Id, StringComparer.Ordinal)];
        }
    }

    public CalendarEvent? Find(string id)
    {
        lock (gate)
            return events.GetValueOrDefault(id);
    }

    /// <summary>Busy time between two instants, whole blocks, overlapping and touching blocks merged.</summary>
    public IReadOnlyList<BusyBlock> Busy(DateTimeOffset from, DateTimeOffset to)
    {
        var merged = new List<BusyBlock>();
        lock (gate)
        {
            foreach (
                var one in events
                    .Values.Where(one => one is { Busy: true, Cancelled: false } && one.End > from && one.Start < to)
                    .OrderBy(one => one.Start)
            )
            {
                if (merged.Count > 0 && one.Start <= merged[^1].End)
                    merged[^1] = merged[^1] with { End = one.End > merged[^1].End ? one.End : merged[^1].End };
                else
                    merged.Add(new BusyBlock(one.Start, one.End));
            }
        }

        return merged;
    }

    /// <summary>Adds an entry; null when its id is taken, by a deleted one as well.</summary>
    public CalendarEvent? Insert(JsonObject document, DateTimeOffset start, DateTimeOffset end)
    {
        lock (gate)
        {
            var id = document.Text("id") ?? string.Create(CultureInfo.InvariantCulture, $"sbx{++made:d8}{(uint)owner.Email.Length:x4}");
            if (events.ContainsKey(id))
                return null;
            var now = time.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
            document["kind"] = "calendar#event";
            document["id"] = id;
            document["status"] ??= "confirmed";
            document["created"] = now;
            document["updated"] = now;
            document["htmlLink"] = $"https://calendar.google.example/event?eid={id}";
            document["organizer"] = new JsonObject { ["email"] = owner.Email, ["self"] = true };
            var entry = new CalendarEvent(
                id,
                start,
                end,
                false,
                document.Text("transparency") is not "transparent" && document.Text("status") is not "cancelled",
                document
            );
            events[id] = entry;
            return entry;
        }
    }

    /// <summary>Cancels an entry: true when done, false when it was gone already, null when it never was.</summary>
    public bool? Delete(string id)
    {
        lock (gate)
        {
            if (!events.TryGetValue(id, out var known))
                return null;
            if (known.Cancelled)
                return false;
            var document = (JsonObject)known.Document.DeepClone();
            document["status"] = "cancelled";
            events[id] = known with { Cancelled = true, Document = document };
            return true;
        }
    }

    /// <summary>Blocks time as an ordinary appointment would.</summary>
    public CalendarEvent Block(DateTimeOffset start, DateTimeOffset end, string summary) =>
        Insert(
            new JsonObject
            {
                ["summary"] = summary,
                ["start"] = new JsonObject { ["dateTime"] = Text(start), ["timeZone"] = owner.TimeZone },
                ["end"] = new JsonObject { ["dateTime"] = Text(end), ["timeZone"] = owner.TimeZone },
            },
            start,
            end
        )!;

    private string Text(DateTimeOffset instant) =>
        TimeZoneInfo.ConvertTime(instant, Zone).ToString("yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture);
}
