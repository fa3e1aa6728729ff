using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging;

namespace SalesAgent.Core.Drafting.Agents;

/// <summary>
/// The first of three: reads what strangers wrote and takes notes. It alone sees their text at length, and all that comes of it
/// is a <see cref="Reading"/>: whatever the text talks it into ends there.
/// </summary>
internal sealed partial class Reader(ILogger<Reader> logger)
{
    /// <summary>What is shorter the writer can read itself.</summary>
    internal const int ShortEnough = 300;

    private const int LongestMessage = 2000;
    private const int LongestMail = 300;
    private const int MostMails = 3;

    /// <summary>Goes into no page, so letters outside ASCII stay letters and cost the model no escapes.</summary>
    private static readonly JsonWriterOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <returns>Null when there is nothing to read, or nothing to make of it: the writer then goes on with less.</returns>
    /// <exception cref="ModelFailedException">There is no use in asking the model for anything more.</exception>
    public async Task<Reading?> ReadAsync(ModelCalls calls, MessageBrief brief)
    {
        if (!IsWorthACall(brief))
            return null;

        try
        {
            if (Reading.Read(await calls.AskAsync(Prompt.Reader, JsonFor(brief))) is { } reading)
                return reading;

            Log.Unreadable(logger, "It was no note.");
        }
        catch (ModelFailedException failure) when (failure.Kind is ModelFailure.Declined or ModelFailure.CutOff or ModelFailure.Unreadable)
        {
            Log.Unreadable(logger, failure.Message);
        }

        return null;
    }

    /// <summary>Much to read, or something that the writer should not read.</summary>
    private static bool IsWorthACall(MessageBrief brief) =>
        (brief.TheirMessage?.Length ?? 0) > ShortEnough
        || InstructionLikeText.In(brief.TheirMessage).Count > 0
        || brief.EarlierMail.Any(mail => mail.FromThem && mail.Text.Length > 0);

    private static string JsonFor(MessageBrief brief)
    {
        var mails = brief
            .EarlierMail.Take(MostMails)
            .Select(mail =>
                (JsonNode)
                    new JsonObject
                    {
                        ["from"] = mail.From,
                        ["subject"] = ModelText.Told(mail.Subject, LongestMail) ?? "",
                        ["text"] = ModelText.Told(mail.Text, LongestMail) ?? "",
                    }
            );
        var json = new JsonObject
        {
            ["message"] = ModelText.Told(brief.TheirMessage, LongestMessage) ?? "",
            ["earlierMail"] = new JsonArray([.. mails]),
        };
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, Readable))
            json.WriteTo(writer);
        return System.Text.Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length);
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "The reader's note could not be used, the writer goes on without. {Reason}")]
        public static partial void Unreadable(ILogger logger, string reason);
    }
}
