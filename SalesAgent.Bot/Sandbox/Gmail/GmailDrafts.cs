using System.Buffers.Text;
using SalesAgent.Bot.Sandbox.Gmail.Mailboxes;
using SalesAgent.Bot.Sandbox.Google;
using SalesAgent.Bot.Sandbox.Wire;

namespace SalesAgent.Bot.Sandbox.Gmail;

/// <summary>Drafts, and the two ways of sending that exist so that a test can show nobody takes them.</summary>
internal sealed class GmailDrafts(GmailAccess access)
{
    public SandboxAnswer List(SandboxCall call) =>
        access.With(
            call,
            mailbox =>
            {
                var query = GmailQuery.Parse(call.Query("q"));
                var found = mailbox.Search(query).Where(mail => mail.IsDraft).ToList();
                return GmailReads.Page(
                    call,
                    found,
                    "drafts",
                    (writer, mail) =>
                    {
                        writer.WriteStartObject();
                        writer.WriteString("id", mailbox.DraftOf(mail.Id));
                        writer.WritePropertyName("message");
                        MailJson.WriteReference(writer, mail, labels: false);
                        writer.WriteEndObject();
                    }
                );
            }
        );

    public SandboxAnswer Get(SandboxCall call) =>
        access.With(
            call,
            mailbox =>
            {
                var format = call.Query("format")?.ToLowerInvariant();
                if (!MailJson.IsFormat(format))
                    return GoogleWire.Invalid("Invalid value for format.");
                if (mailbox.Draft(call.Route("id")) is not { } draft)
                    return GoogleWire.NotFound();
                return SandboxAnswer.Json(
                    200,
                    writer =>
                    {
                        writer.WriteStartObject();
                        writer.WriteString("id", draft.Id);
                        writer.WritePropertyName("message");
                        MailJson.Write(writer, draft.Message, format ?? "full", [.. call.QueryAll("metadataHeaders")]);
                        writer.WriteEndObject();
                    }
                );
            }
        );

    public SandboxAnswer Create(SandboxCall call) =>
        access.With(call, mailbox => WithRaw(call, "message", (raw, thread) => mailbox.Create(raw, thread)));

    public SandboxAnswer Update(SandboxCall call) =>
        access.With(
            call,
            mailbox =>
                mailbox.Draft(call.Route("id")) is null
                    ? GoogleWire.NotFound()
                    : WithRaw(call, "message", (raw, thread) => mailbox.Edit(call.Route("id"), raw, thread))
        );

    public SandboxAnswer Delete(SandboxCall call) =>
        access.With(call, mailbox => mailbox.Delete(call.Route("id")) ? SandboxAnswer.Empty(204) : GoogleWire.NotFound());

    public SandboxAnswer Send(SandboxCall call) =>
        access.With(
            call,
            mailbox => call.Json().Text("id") is { } id ? Said(mailbox.Send(id, byHand: false)) : GoogleWire.Invalid("Missing draft id")
        );

    public SandboxAnswer SendMessage(SandboxCall call) =>
        access.With(call, mailbox => WithRaw(call, null, (raw, thread) => mailbox.SendNew(raw, thread)));

    private static SandboxAnswer WithRaw(SandboxCall call, string? wrapper, Func<byte[], string?, DraftOutcome> write)
    {
        var json = call.Json();
        var message = wrapper is null ? json : json.Child(wrapper);
        if (message is null)
            return GoogleWire.Invalid("Missing draft message");
        if (message.Text("raw") is not { Length: > 0 } raw)
            return GoogleWire.Invalid("'raw' RFC822 payload message string or uploading message via /upload/* URL required");
        // Only the URL-safe alphabet: Gmail turns ordinary base64 away.
        return Base64Url.IsValid(raw)
            ? Said(write(Base64Url.DecodeFromChars(raw), message.Text("threadId") is { Length: > 0 } thread ? thread : null))
            : GoogleWire.Invalid("Invalid value at 'message.raw' (TYPE_BYTES), Base64 decoding failed.");
    }

    private static SandboxAnswer Said(DraftOutcome outcome) =>
        outcome switch
        {
            DraftOutcome.Written written => SandboxAnswer.Json(
                200,
                writer =>
                {
                    writer.WriteStartObject();
                    writer.WriteString("id", written.Draft.Id);
                    writer.WritePropertyName("message");
                    MailJson.WriteReference(writer, written.Draft.Message, labels: true);
                    writer.WriteEndObject();
                }
            ),
            DraftOutcome.Sent sent => SandboxAnswer.Json(200, writer => MailJson.WriteReference(writer, sent.Mail, labels: true)),
            DraftOutcome.NotFound => GoogleWire.NotFound(),
            DraftOutcome.Unreadable unreadable => GoogleWire.Invalid(unreadable.Why),
            _ => throw new InvalidOperationException($"No answer for {outcome.GetType().Name}."),
        };
}
