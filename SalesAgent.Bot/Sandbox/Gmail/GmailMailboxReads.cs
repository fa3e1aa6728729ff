using System.Globalization;
using System.Text.Json;
using SalesAgent.Bot.Sandbox.Gmail.Mailboxes;
using SalesAgent.Bot.Sandbox.Google;
using SalesAgent.Bot.Sandbox.Wire;

namespace SalesAgent.Bot.Sandbox.Gmail;

/// <summary>What there is to know about a mailbox beside its mail: addresses, labels, and what happened in it.</summary>
internal sealed class GmailMailboxReads(GmailWorld world, GmailAccess access)
{
    private static readonly string[] SystemLabels =
    [
        "CHAT",
        "SENT",
        "INBOX",
        "IMPORTANT",
        "TRASH",
        "DRAFT",
        "SPAM",
        "CATEGORY_PERSONAL",
        "STARRED",
        "UNREAD",
    ];

    public SandboxAnswer SendAs(SandboxCall call) =>
        access.With(
            call,
            mailbox =>
                SandboxAnswer.Json(
                    200,
                    writer =>
                    {
                        writer.WriteStartObject();
                        writer.WriteStartArray("sendAs");
                        WriteAddress(writer, mailbox, mailbox.Address, isPrimary: true);
                        foreach (var alias in mailbox.Aliases)
                            WriteAddress(writer, mailbox, alias, isPrimary: false);
                        writer.WriteEndArray();
                        writer.WriteEndObject();
                    }
                )
        );

    public SandboxAnswer Labels(SandboxCall call) =>
        access.With(
            call,
            _ =>
                SandboxAnswer.Json(
                    200,
                    writer =>
                    {
                        writer.WriteStartObject();
                        writer.WriteStartArray("labels");
                        foreach (var label in SystemLabels)
                        {
                            writer.WriteStartObject();
                            writer.WriteString("id", label);
                            writer.WriteString("name", label);
                            writer.WriteString("type", "system");
                            writer.WriteEndObject();
                        }

                        writer.WriteEndArray();
                        writer.WriteEndObject();
                    }
                )
        );

    public SandboxAnswer History(SandboxCall call) =>
        access.With(
            call,
            mailbox =>
            {
                if (!long.TryParse(call.Query("startHistoryId"), NumberStyles.None, CultureInfo.InvariantCulture, out var since))
                    return GoogleWire.Invalid("Missing or invalid startHistoryId");
                if (GoogleWire.Offset(call.Query("pageToken")) is not { } offset)
                    return GoogleWire.Invalid("Invalid pageToken");
                var size = 100;
                if (
                    call.Query("maxResults") is { } asked
                    && (!int.TryParse(asked, NumberStyles.None, CultureInfo.InvariantCulture, out size) || size is < 1 or > 500)
                )
                {
                    return GoogleWire.Invalid("Invalid value for maxResults: it must be between 1 and 500.");
                }

                if (mailbox.Since(since) is not { } events)
                    return GoogleWire.NotFound();

                var types = call.QueryAll("historyTypes").ToList();
                var label = call.Query("labelId");
                var wanted = events
                    .Where(one => (types.Count == 0 || types.Contains(KindOf(one))) && (label is null || one.Mail.Labels.Contains(label)))
                    .ToList();
                return SandboxAnswer.Json(200, writer => WritePage(writer, wanted, offset, size));
            }
        );

    private void WritePage(Utf8JsonWriter writer, List<MailboxEvent> events, int offset, int size)
    {
        writer.WriteStartObject();
        if (events.Count > offset)
        {
            writer.WriteStartArray("history");
            foreach (var one in events.Skip(offset).Take(size))
                Write(writer, one);
            writer.WriteEndArray();
        }

        if (events.Count > offset + size)
            writer.WriteString("nextPageToken", GoogleWire.PageToken(offset + size));
        writer.WriteString("historyId", Text(world.Ids.CurrentHistory));
        writer.WriteEndObject();
    }

    // Each message stands twice, as Gmail has it: in short, and under what happened to it.
    private static void Write(Utf8JsonWriter writer, MailboxEvent one)
    {
        writer.WriteStartObject();
        writer.WriteString("id", Text(one.HistoryId));
        writer.WriteStartArray("messages");
        MailJson.WriteReference(writer, one.Mail, labels: false);
        writer.WriteEndArray();
        writer.WriteStartArray(one.IsGone ? "messagesDeleted" : "messagesAdded");
        writer.WriteStartObject();
        writer.WritePropertyName("message");
        MailJson.WriteReference(writer, one.Mail, labels: true);
        writer.WriteEndObject();
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void WriteAddress(Utf8JsonWriter writer, Mailbox mailbox, string address, bool isPrimary)
    {
        writer.WriteStartObject();
        writer.WriteString("sendAsEmail", address);
        writer.WriteString("displayName", mailbox.DisplayName);
        writer.WriteString("replyToAddress", "");
        writer.WriteString("signature", $"<div>{System.Net.WebUtility.HtmlEncode(mailbox.DisplayName)}<br>Contoso</div>");
        if (isPrimary)
        {
            writer.WriteBoolean("isPrimary", true);
            writer.WriteBoolean("isDefault", true);
        }
        else
        {
            writer.WriteBoolean("treatAsAlias", true);
            writer.WriteString("verificationStatus", "accepted");
        }

        writer.WriteEndObject();
    }

    private static string KindOf(MailboxEvent one) => one.IsGone ? "messageDeleted" : "messageAdded";

    private static string Text(long id) => id.ToString(CultureInfo.InvariantCulture);
}
