using System.Globalization;
using System.Text.Json;
using SalesAgent.Bot.Sandbox.Gmail.Mailboxes;
using SalesAgent.Bot.Sandbox.Google;
using SalesAgent.Bot.Sandbox.Wire;

namespace SalesAgent.Bot.Sandbox.Gmail;

/// <summary>Profile, threads and messages.</summary>
internal sealed class GmailReads(GmailWorld world, GmailAccess access)
{
    public SandboxAnswer Profile(SandboxCall call) =>
        access.With(
            call,
            mailbox =>
                SandboxAnswer.Json(
                    200,
                    writer =>
                    {
                        var totals = mailbox.Totals;
                        writer.WriteStartObject();
                        writer.WriteString("emailAddress", mailbox.Address);
                        writer.WriteNumber("messagesTotal", totals.Messages);
                        writer.WriteNumber("threadsTotal", totals.Threads);
                        writer.WriteString("historyId", world.Ids.CurrentHistory.ToString(CultureInfo.InvariantCulture));
                        writer.WriteEndObject();
                    }
                )
        );

    public SandboxAnswer Threads(SandboxCall call) =>
        access.With(
            call,
            mailbox =>
            {
                var found = Labelled(call, mailbox).DistinctBy(mail => mail.ThreadId).ToList();
                return Page(
                    call,
                    found,
                    "threads",
                    (writer, mail) =>
                    {
                        writer.WriteStartObject();
                        writer.WriteString("id", mail.ThreadId);
                        writer.WriteString("snippet", mail.Content.Snippet);
                        writer.WriteString("historyId", mail.HistoryId.ToString(CultureInfo.InvariantCulture));
                        writer.WriteEndObject();
                    }
                );
            }
        );

    public SandboxAnswer Messages(SandboxCall call) =>
        access.With(
            call,
            mailbox =>
                Page(
                    call,
                    [.. Labelled(call, mailbox)],
                    "messages",
                    static (writer, mail) => MailJson.WriteReference(writer, mail, labels: false)
                )
        );

    public SandboxAnswer Thread(SandboxCall call) =>
        access.With(
            call,
            mailbox =>
            {
                var format = call.Query("format")?.ToLowerInvariant();
                if (!MailJson.IsFormat(format) || format == "raw")
                    return GoogleWire.Invalid("Invalid value for format.");
                if (mailbox.Thread(call.Route("id")) is not { } messages)
                    return GoogleWire.NotFound();
                var headers = call.QueryAll("metadataHeaders").ToList();
                var bodies = call.Query("fields")?.Contains("body", StringComparison.Ordinal) ?? true;
                return SandboxAnswer.Json(
                    200,
                    writer =>
                    {
                        writer.WriteStartObject();
                        writer.WriteString("id", messages[0].ThreadId);
                        writer.WriteString("historyId", messages.Max(mail => mail.HistoryId).ToString(CultureInfo.InvariantCulture));
                        writer.WriteStartArray("messages");
                        foreach (var mail in messages)
                            MailJson.Write(writer, mail, format ?? "full", headers, bodies);
                        writer.WriteEndArray();
                        writer.WriteEndObject();
                    }
                );
            }
        );

    public SandboxAnswer Message(SandboxCall call) =>
        access.With(
            call,
            mailbox =>
            {
                var format = call.Query("format")?.ToLowerInvariant();
                if (!MailJson.IsFormat(format))
                    return GoogleWire.Invalid("Invalid value for format.");
                return mailbox.Message(call.Route("id")) is { } mail
                    ? SandboxAnswer.Json(
                        200,
                        writer => MailJson.Write(writer, mail, format ?? "full", [.. call.QueryAll("metadataHeaders")])
                    )
                    : GoogleWire.NotFound();
            }
        );

    /// <summary>One page of a list. The list's key is absent when nothing was found, as Google has it.</summary>
    public static SandboxAnswer Page(
        SandboxCall call,
        IReadOnlyList<StoredMail> found,
        string key,
        Action<Utf8JsonWriter, StoredMail> write
    )
    {
        var size = 100;
        if (
            call.Query("maxResults") is { } asked
            && (!int.TryParse(asked, NumberStyles.None, CultureInfo.InvariantCulture, out size) || size is < 1 or > 500)
        )
        {
            return GoogleWire.Invalid("Invalid value for maxResults: it must be between 1 and 500.");
        }

        if (GoogleWire.Offset(call.Query("pageToken")) is not { } start)
            return GoogleWire.Invalid("Invalid pageToken");

        return SandboxAnswer.Json(
            200,
            writer =>
            {
                writer.WriteStartObject();
                if (found.Count > start)
                {
                    writer.WriteStartArray(key);
                    foreach (var mail in found.Skip(start).Take(size))
                        write(writer, mail);
                    writer.WriteEndArray();
                }

                if (found.Count > start + size)
                    writer.WriteString("nextPageToken", GoogleWire.PageToken(start + size));
                writer.WriteNumber("resultSizeEstimate", Math.Max(0, found.Count - start));
                writer.WriteEndObject();
            }
        );
    }

    private static IEnumerable<StoredMail> Labelled(SandboxCall call, Mailbox mailbox)
    {
        var labels = call.QueryAll("labelIds").ToList();
        return mailbox
            .Search(GmailQuery.Parse(call.Query("q")), call.Query("includeSpamTrash") is "true")
            .Where(mail => labels.All(mail.Labels.Contains));
    }
}
