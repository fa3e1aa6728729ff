using System.Buffers;
using System.Text.Json;
using SalesAgent.Core.Texts;

namespace SalesAgent.Bot.Protocol;

/// <summary>
/// The body of a request, looked through before the SDK reads it: one activity, in strict JSON, of a size that is bearable.
/// </summary>
/// <param name="Json">What the SDK may read.</param>
/// <param name="Type">The activity's type.</param>
/// <param name="Name">Of an invoke: which.</param>
internal sealed record ActivityBody(ReadOnlyMemory<byte> Json, string Type, string? Name)
{
    /// <summary>Bytes. Teams' own messages end at about 100 KB.</summary>
    public const int SizeLimit = 256 * 1024;

    /// <summary>What is a text where the SDK would make one of anything.</summary>
    private static readonly string[] Texts =
    [
        "type",
        "id",
        "name",
        "action",
        "text",
        "textFormat",
        "summary",
        "serviceUrl",
        "channelId",
        "replyToId",
        "aadObjectId",
        "role",
        "tenantId",
        "conversationType",
        "eventType",
        "aadGroupId",
    ];

    private static readonly string[] Objects =
    [
        "from",
        "recipient",
        "conversation",
        "channelData",
        "team",
        "channel",
        "tenant",
        "settings",
        "selectedChannel",
    ];

    private static Refusal TooLarge { get; } = new(StatusCodes.Status413PayloadTooLarge, "the body is too large");

    /// <summary>Either the body, or why there is none.</summary>
    public static async Task<(ActivityBody? Body, Refusal? Refusal)> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (request.ContentLength > SizeLimit)
            return (null, TooLarge);

        var reader = request.BodyReader;
        try
        {
            while (true)
            {
                var read = await reader.ReadAsync(cancellationToken);
                if (read.IsCompleted || read.Buffer.Length > SizeLimit)
                {
                    var outcome = read.Buffer.Length > SizeLimit ? (null, TooLarge) : Parse(read.Buffer.ToArray());

                    // Without it the server finds a read under way and drops the connection.
                    reader.AdvanceTo(read.Buffer.End);
                    return outcome;
                }

                reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
            }
        }
        catch (BadHttpRequestException failure)
        {
            return (null, new Refusal(failure.StatusCode, "the request is broken"));
        }
    }

    internal static (ActivityBody? Body, Refusal? Refusal) Parse(ReadOnlyMemory<byte> json)
    {
        try
        {
            // Members are decoded later as well, or written again, where nobody can answer 400 any more: half characters are mended first.
            json = WholeJson.Of(json);
            using var document = StrictJson.Parse(json);
            var activity = document.RootElement;
            if (activity.ValueKind is not JsonValueKind.Object || string.IsNullOrWhiteSpace(Text(activity, "type")))
                return (null, Refusal.Unreadable("the body is not one activity"));
            if (!IsShaped(activity))
                return (null, Refusal.Unreadable("the body is not an activity"));
            if (!activity.TryGetProperty("conversation", out var conversation) || string.IsNullOrEmpty(Text(conversation, "id")))
                return (null, Refusal.Unreadable("the activity has no conversation"));
            if (IsDots(Text(conversation, "id")) || IsDots(Text(activity, "id")) || IsDots(Text(activity, "replyToId")))
                return (null, Refusal.Unreadable("an id of the activity is none"));

            return (new ActivityBody(json, Text(activity, "type")!, Text(activity, "name")), null);
        }
        catch (JsonException)
        {
            return (null, Refusal.Unreadable("the body is not an activity"));
        }
    }

    /// <summary>Who and where, wherever it stands: what is a text there is nothing else, nor is an object.</summary>
    private static bool IsShaped(JsonElement holder)
    {
        foreach (var member in holder.EnumerateObject())
        {
            if (member.Value.ValueKind is JsonValueKind.Null)
                continue;
            if (IsOneOf(Texts, member) && member.Value.ValueKind is not JsonValueKind.String)
                return false;
            if (IsOneOf(Objects, member) && (member.Value.ValueKind is not JsonValueKind.Object || !IsShaped(member.Value)))
                return false;
        }

        return true;
    }

    private static bool IsOneOf(string[] names, JsonProperty member)
    {
        foreach (var name in names)
        {
            if (member.NameEquals(name))
                return true;
        }

        return false;
    }

    /// <summary>As a segment of a path it would climb out of it, whatever its encoding.</summary>
    private static bool IsDots(string? id) => id is "." or "..";

    private static string? Text(JsonElement holder, string name) =>
        holder.ValueKind is JsonValueKind.Object && holder.TryGetProperty(name, out var text) && text.ValueKind is JsonValueKind.String
            ? text.GetString()
            : null;
}
