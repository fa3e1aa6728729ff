using System.IO.Compression;
using System.Text.Json;
using SalesAgent.Core.Connectors.DraftOnly;

namespace SalesAgent.Core.Connectors.Calendar.Wire;

/// <summary>
/// What may be asked of Calendar: to read, and to put or remove a hold that concerns nobody but its owner. Inviting people
/// is a matter of one field, so that the body is read as well.
/// </summary>
internal sealed class HoldOnlyRules(Uri baseUri) : WireRules(ConnectorServices.Calendar, baseUri)
{
    private const string Calendars = "calendars/";
    private const string NobodyIsTold = "?sendUpdates=none";

    // A hold is some hundred bytes.
    private const int LongestBody = 64 * 1024;

    /// <summary>Everything that can be said about a hold: no attendees, no conference, no source, no recurrence.</summary>
    private static readonly string[] HoldFields =
    [
        "id",
        "summary",
        "start",
        "end",
        "status",
        "transparency",
        "visibility",
        "reminders",
        "extendedProperties",
    ];

    /// <summary>Events are read within a time only, and not searched.</summary>
    private static readonly string[] WindowKeys = ["timeMin", "timeMax"];

    private static readonly string[] WindowReadKeys =
    [
        .. WindowKeys,
        "singleEvents",
        "fields",
        "maxResults",
        "pageToken",
        "alt",
        "prettyPrint",
    ];

    private static readonly string[] ReadKeys = ["fields", "maxResults", "pageToken", "alt", "prettyPrint"];

    protected override string[] PathWords { get; } =
    [
        "batch",
        "calendar",
        "v3",
        "freeBusy",
        "users",
        "me",
        "settings",
        "calendarList",
        "calendars",
        "primary",
        "events",
        "acl",
        "watch",
        "move",
        "import",
        "quickAdd",
        "instances",
        "clear",
        "channels",
        "stop",
    ];

    protected override bool IsListed(string method, ReadOnlySpan<char> path, ReadOnlySpan<char> query) =>
        method switch
        {
            "GET" when IsEvents(path, out var id) && id.IsEmpty => HasOnly(query, WindowReadKeys) && HasAll(query, WindowKeys),
            "GET" => IsRead(path) && HasOnly(query, ReadKeys),
            "POST" when path is "freeBusy" => HasOnly(query, ReadKeys),
            "POST" => query is NobodyIsTold && IsEvents(path, out var id) && id.IsEmpty,
            "DELETE" => query is NobodyIsTold && IsEvents(path, out var id) && IsId(id),
            _ => false,
        };

    protected override async ValueTask<bool> MayCarryAsync(HttpRequestMessage request, string path, CancellationToken cancellationToken)
    {
        if (request.Method != HttpMethod.Post || path is "freeBusy")
            return true;
        if (request.Content is not { } content)
            return false;
        try
        {
            await content.LoadIntoBufferAsync(LongestBody, cancellationToken);
            using var json = JsonDocument.Parse(Plain(content, await content.ReadAsByteArrayAsync(cancellationToken)));
            return IsHold(json.RootElement);
        }
        catch (Exception unreadable) when (unreadable is JsonException or InvalidDataException or HttpRequestException)
        {
            // What cannot be read here could be anything there.
            return false;
        }
    }

    private static bool IsRead(ReadOnlySpan<char> path)
    {
        const string settings = "users/me/settings/";
        if (path is "users/me/calendarList")
            return true;
        if (path.StartsWith(settings, StringComparison.Ordinal))
            return IsId(path[settings.Length..]);
        return IsEvents(path, out var id)
            ? IsId(id)
            : path.StartsWith(Calendars, StringComparison.Ordinal) && IsMailbox(path[Calendars.Length..]);
    }

    // calendars/{address}/events, or one of them.
    private static bool IsEvents(ReadOnlySpan<char> path, out ReadOnlySpan<char> id)
    {
        id = default;
        if (!path.StartsWith(Calendars, StringComparison.Ordinal))
            return false;
        var rest = path[Calendars.Length..];
        var slash = rest.IndexOf('/');
        if (slash < 0 || !IsMailbox(rest[..slash]))
            return false;
        var tail = rest[(slash + 1)..];
        if (tail is "events")
            return true;
        if (!tail.StartsWith("events/", StringComparison.Ordinal))
            return false;
        id = tail["events/".Length..];
        return !id.IsEmpty;
    }

    // Google's client packs what it sends to Google.
    private static ReadOnlyMemory<byte> Plain(HttpContent content, byte[] body)
    {
        if (content.Headers.ContentEncoding.Count == 0)
            return body;
        if (content.Headers.ContentEncoding is not { Count: 1 } encoding || encoding.First() is not "gzip")
            throw new InvalidDataException();
        using var unpacking = new GZipStream(new MemoryStream(body), CompressionMode.Decompress);
        var plain = new byte[LongestBody];
        var length = unpacking.ReadAtLeast(plain, LongestBody, throwOnEndOfStream: false);
        return length < LongestBody ? plain.AsMemory(0, length) : throw new InvalidDataException();
    }

    private static bool IsHold(JsonElement hold) =>
        hold.ValueKind is JsonValueKind.Object
        && hold.EnumerateObject()
            .All(field =>
                HoldFields.Contains(field.Name, StringComparer.Ordinal) && (field.Name is not "reminders" || IsSilent(field.Value))
            )
        && hold.TryGetProperty("reminders", out _);

    // The owner's own defaults may be mails.
    private static bool IsSilent(JsonElement reminders) =>
        reminders.ValueKind is JsonValueKind.Object
        && reminders.EnumerateObject().ToArray() is [{ Name: "useDefault", Value.ValueKind: JsonValueKind.False }];
}
