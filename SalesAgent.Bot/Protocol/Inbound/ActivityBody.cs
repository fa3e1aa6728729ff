using System.Buffers;
using System.Text.Json;
using SalesAgent.Core.Texts;

namespace SalesAgent.Bot.Protocol;

/// <summary>Reads an activity out of a request.</summary>
internal static class ActivityBody
{
    /// <summary>Bytes. Teams' own messages end at about 100 KB.</summary>
    public const int SizeLimit = 256 * 1024;

    /// <summary>Either the activity, or why there is none.</summary>
    public static async Task<(Activity? Activity, Refusal? Refusal)> ReadAsync(
        HttpRequest request, CancellationToken cancellationToken)
    {
        if (request.ContentLength > SizeLimit)
            return (null, TooLarge);

        try
        {
            while (true)
            {
                var read = await request.BodyReader.ReadAsync(cancellationToken);
                if (read.IsCompleted || read.Buffer.Length > SizeLimit)
                {
                    var outcome = read.Buffer.Length > SizeLimit ? (null, TooLarge) : Parse(read.Buffer);

                    // Without it the server finds a read under way and drops the connection.
                    request.BodyReader.AdvanceTo(read.Buffer.End);
                    return outcome;
                }

                request.BodyReader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
            }
        }
        catch (BadHttpRequestException failure)
        {
            return (null, new Refusal(failure.StatusCode, "the request is broken"));
        }
    }

    internal static (Activity? Activity, Refusal? Refusal) Parse(ReadOnlySequence<byte> json)
    {
        try
        {
            // Members that are kept as they came are decoded later, or written again, where nobody can answer 400 any more.
            var reader = new Utf8JsonReader(WholeJson.Of(json).Span, new JsonReaderOptions { MaxDepth = ProtocolJson.DepthLimit });
            var activity = JsonSerializer.Deserialize(ref reader, ProtocolJson.Default.Activity);
            if (activity is null || string.IsNullOrWhiteSpace(activity.Type) || reader.Read())
                return (null, Refusal.Unreadable("the body is not one activity"));
            if (string.IsNullOrEmpty(activity.Conversation?.Id))
                return (null, Refusal.Unreadable("the activity has no conversation"));

            // The wire must not say who called: only the token does.
            activity.Properties?.Remove("callerId");
            return (activity, null);
        }
        catch (JsonException)
        {
            return (null, Refusal.Unreadable("the body is not an activity"));
        }
    }

    private static Refusal TooLarge { get; } = new(StatusCodes.Status413PayloadTooLarge, "the body is too large");
}
