using System.Buffers.Text;
using System.Text;
using MimeKit;
using MimeKit.Text;
using SalesAgent.Core.Connectors.Gmail.Wire;

namespace SalesAgent.Core.Connectors.Gmail.Messages;

/// <summary>A draft as Gmail keeps it (format <c>raw</c>) → what the rep sees.</summary>
internal static class DraftReader
{
    /// <exception cref="ConnectorException"><see cref="FailureKind.Unreadable"/>: it is no mail.</exception>
    public static async Task<StoredDraft> ReadAsync(OutsideCall call, Draft draft, CancellationToken cancellationToken)
    {
        if (draft is not { Id: { } id, Message: { ThreadId: { } threadId, Raw: { } raw } })
            throw call.Unreadable();
        try
        {
            using var bytes = new MemoryStream(Base64Url.DecodeFromChars(raw.AsSpan().TrimEnd('=')), writable: false);
            using var message = await MimeMessage.LoadAsync(bytes, cancellationToken);
            return new StoredDraft
            {
                DraftId = id,
                ThreadId = threadId,
                MessageId = draft.Message.Id,
                To = MailAddresses.People(message.To),
                Cc = MailAddresses.People(message.Cc),
                Bcc = MailAddresses.People(message.Bcc),
                Subject = message.Subject ?? "",
                Body = Normal(message.TextBody ?? TextOf(message.HtmlBody ?? "")),
                RunId = message.Headers[DraftWriter.RunHeader]?.Trim() is { Length: > 0 } run ? run : null,
                InReplyTo = string.IsNullOrEmpty(message.InReplyTo) ? null : $"<{message.InReplyTo}>",
                HasAttachments = message.Attachments.Any(),
            };
        }
        catch (Exception garbled) when (garbled is FormatException or MimeKit.ParseException)
        {
            throw call.Unreadable();
        }
    }

    private static string Normal(string text) => text.Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n').TrimEnd('\n');

    // What a mail program shows, roughly: breaks where blocks end, nothing of scripts and styles.
    private static string TextOf(string html)
    {
        var text = new StringBuilder(html.Length);
        var hidden = 0;
        var tokens = new HtmlTokenizer(new StringReader(html)) { DecodeCharacterReferences = true };
        while (tokens.ReadNextToken(out var token))
        {
            switch (token)
            {
                case HtmlTagToken { Id: HtmlTagId.Script or HtmlTagId.Style or HtmlTagId.Title } tag:
                    hidden = Math.Max(
                        0,
                        hidden
                            + (
                                tag.IsEndTag ? -1
                                : tag.IsEmptyElement ? 0
                                : 1
                            )
                    );
                    break;
                case HtmlTagToken { Id: HtmlTagId.Br }:
                case HtmlTagToken { IsEndTag: true, Id: HtmlTagId.P or HtmlTagId.Div or HtmlTagId.LI or HtmlTagId.TR }:
                    text.Append('\n');
                    break;
                case HtmlDataToken data when hidden == 0:
                    text.Append(data.Data.Replace("\r\n", " ", StringComparison.Ordinal).Replace('\n', ' '));
                    break;
            }
        }

        return text.ToString().Trim();
    }
}
