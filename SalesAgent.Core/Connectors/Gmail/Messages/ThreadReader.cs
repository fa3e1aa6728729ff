using System.Globalization;
using System.Net;
using System.Text;
using MimeKit;
using MimeKit.Utils;
using SalesAgent.Core.Connectors.Gmail.Wire;
using SalesAgent.Core.Texts;
using WireThread = SalesAgent.Core.Connectors.Gmail.Wire.Thread;

namespace SalesAgent.Core.Connectors.Gmail.Messages;

/// <summary>Gmail's thread resource (format <c>metadata</c>) → the conversation.</summary>
internal static class ThreadReader
{
    private const int LongestSnippet = 300;

    /// <summary>What to ask for of a thread: headers and the kinds of parts, and no word of the texts.</summary>
    public const string Fields =
        "id,messages(id,threadId,labelIds,snippet,internalDate,payload(mimeType,headers,parts(mimeType,headers,parts(mimeType,headers,parts(mimeType,headers)))))";

    /// <param name="own">The addresses that mean the mailbox itself.</param>
    /// <exception cref="ConnectorException"><see cref="FailureKind.Unreadable"/>: it is no thread.</exception>
    public static MailThread Read(OutsideCall call, WireThread thread, IReadOnlyCollection<string> own)
    {
        if (thread is not { Id: { } id, Messages: { Count: > 0 } messages })
            throw call.Unreadable();
        return new MailThread
        {
            Id = id,
            // As it can be written back, or an answer would not be found to be what was written.
            Subject = SubjectOf(messages[0]),
            Messages = [.. messages.Select(message => Read(call, message, own))],
            OwnAddresses = own,
        };
    }

    public static string? Header(Message? message, string name)
    {
        if (message?.Payload?.Headers is { } headers)
        {
            foreach (var header in headers)
            {
                if (name.Equals(header.Name, StringComparison.OrdinalIgnoreCase))
                    return header.Value;
            }
        }

        return null;
    }

    private static MailMessage Read(OutsideCall call, Message message, IReadOnlyCollection<string> own)
    {
        var from = MailAddresses.People(Header(message, "From")) is [var first, ..] ? first : null;
        var labels = message.LabelIds ?? [];
        var (isDraft, isSent) = (labels.Contains("DRAFT"), labels.Contains("SENT"));

        // SENT covers aliases of which Gmail did not tell us; a draft of the mailbox is on its way out.
        var isOurs = isDraft || isSent || (from is not null && MailAddresses.IsAmong(from.Address, own));
        var read = new MailMessage
        {
            Id = message.Id ?? throw call.Unreadable(),
            MessageIdHeader = Ids(Header(message, "Message-ID")) is [var id, ..] ? id : null,
            From = isOurs ? from : Rewritten(message, from, own) ?? from,
            ReplyTo = MailAddresses.People(Header(message, "Reply-To")),
            To = MailAddresses.People(Header(message, "To")),
            Cc = MailAddresses.People(Header(message, "Cc")),
            Bcc = isOurs ? MailAddresses.People(Header(message, "Bcc")) : [],
            Subject = SubjectOf(message),
            Date = When(message) ?? throw call.Unreadable(),
            Direction = isOurs ? MailDirection.Outbound : MailDirection.Inbound,
            Snippet = Snippet(message.Snippet),
            References = Ids(Header(message, "References")),
            IsDraft = isDraft,
            // On what came from outside, anybody may have written it.
            RunId = (isDraft || isSent) && Header(message, DraftWriter.RunHeader)?.Trim() is { Length: > 0 } run ? run : null,
        };
        return read with { Nature = MailMarks.Of(message, read, own, isOurs) };
    }

    /// <summary>
    /// A group may put its own address in place of the writer's ("Jane via Sales"), and then says which it replaced. Only a group of ours
    /// is believed: anybody can write such a header.
    /// </summary>
    private static MailPerson? Rewritten(Message message, MailPerson? from, IReadOnlyCollection<string> own) =>
        from is not null
        && own.Any(address => from.Address.EndsWith(address[address.LastIndexOf('@')..], StringComparison.OrdinalIgnoreCase))
            ? MailAddresses.People(Header(message, "X-Original-From") ?? Header(message, "X-Original-Sender")) is [var original, ..]
                ? original
                : null
            : null;

    private static string SubjectOf(Message message) => HeaderText.Subject(Decoded(Header(message, "Subject")));

    private static string[] Ids(string? header) =>
        header is null ? [] : [.. MimeUtils.EnumerateReferences(header).Where(id => DraftWriter.IsMessageId(id)).Select(id => $"<{id}>")];

    // Gmail's own clock first: the Date header is whatever the sender's machine believed.
    private static DateTimeOffset? When(Message message) =>
        long.TryParse(message.InternalDate, NumberStyles.None, CultureInfo.InvariantCulture, out var milliseconds)
        && milliseconds <= DateTimeOffset.MaxValue.ToUnixTimeMilliseconds()
            ? DateTimeOffset.FromUnixTimeMilliseconds(milliseconds)
        : DateUtils.TryParse(Header(message, "Date") ?? "", out var date) ? date
        : null;

    private static string? Decoded(string? header) =>
        header is null ? null : Rfc2047.DecodeText(ParserOptions.Default, Encoding.UTF8.GetBytes(header));

    private static string Snippet(string? escaped) => TextCut.To(WebUtility.HtmlDecode(escaped ?? "").Trim(), LongestSnippet);
}
