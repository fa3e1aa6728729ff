using System.Buffers;
using System.Buffers.Text;
using System.Text;
using MimeKit;
using MimeKit.Utils;

namespace SalesAgent.Core.Connectors.Gmail.Messages;

/// <summary>
/// A draft → what Gmail calls <c>raw</c>: RFC 5322 in pure ASCII with CRLF, base64url without padding. Only MimeKit
/// writes headers, so that text from a form cannot become one.
/// </summary>
internal static class DraftWriter
{
    /// <summary>By which a draft of ours is recognised.</summary>
    public const string RunHeader = "X-SalesAgent-Run";

    // 12 characters around it and 4 for each 3 bytes make 68: the first line has "Subject: " before it.
    private const int LongestWord = 42;

    private static readonly SearchValues<char> RunCharacters = SearchValues.Create(
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.:"
    );

    private static readonly FormatOptions Wire = MakeWireFormat();

    /// <exception cref="ConnectorException"><see cref="FailureKind.Refused"/>: an address is none.</exception>
    /// <exception cref="ArgumentException">The run id cannot be a header.</exception>
    public static string Raw(OutsideCall call, OutgoingDraft draft, DateTimeOffset now)
    {
        var from = MailAddresses.Read(call, draft.From);
        using var message = new MimeMessage
        {
            Date = now,
            // The default would publish this machine's name.
            MessageId = MimeUtils.GenerateMessageId(from[(from.IndexOf('@', StringComparison.Ordinal) + 1)..]),
        };
        message.Headers.Replace(
            Subject(draft.Reply is { Subject: var theirs } ? HeaderText.Subject(theirs) : HeaderText.OneLine(draft.Subject))
        );
        message.From.Add(new MailboxAddress(Encoding.UTF8, Name(draft.FromName), from));
        message.To.Add(new MailboxAddress(Encoding.UTF8, Name(draft.ToName), MailAddresses.Read(call, draft.To)));
        message.Headers.Add(RunHeader, RunId(draft.RunId));
        if (draft.Reply is { } reply)
        {
            message.InReplyTo = Bare(call, reply.InReplyTo);
            message.References.AddRange(reply.References.Select(id => Bare(call, id)));
        }

        var text = new TextPart("plain") { ContentTransferEncoding = ContentEncoding.QuotedPrintable };
        text.SetText(Encoding.UTF8, Printable(draft.Body));
        message.Body = text;

        using var bytes = new MemoryStream(2048);
        message.WriteTo(Wire, bytes);
        return Base64Url.EncodeToString(bytes.GetBuffer().AsSpan(0, (int)bytes.Length));
    }

    /// <summary>Without its angle brackets, one id that may be written into a header.</summary>
    public static bool IsMessageId(ReadOnlySpan<char> id) =>
        id.Length is > 0 and <= 900 && id.IndexOfAnyExceptInRange('!', '~') < 0 && id.IndexOfAny('<', '>') < 0;

    // "=?" would be decoded by the reader into another name than the one that was checked.
    private static string Name(string? name) => HeaderText.OneLine(name).Replace("=?", "= ?", StringComparison.Ordinal);

    private static string RunId(string runId) =>
        runId.Length is > 0 and <= 128 && !runId.AsSpan().ContainsAnyExcept(RunCharacters)
            ? runId
            : throw new ArgumentException("A run id is made of letters, digits, '-', '_', '.' and ':'.", nameof(runId));

    // A reference came out of somebody's header: one id and nothing else, or it does not go back into one.
    private static string Bare(OutsideCall call, string id)
    {
        var bare = id.AsSpan().Trim().TrimStart('<').TrimEnd('>');
        return IsMessageId(bare) ? bare.ToString() : throw call.Failed(FailureKind.Refused, code: "invalid_message_id");
    }

    // MimeKit counts characters where RFC 2047 limits a word to 75 bytes, and CJK has no blanks to break at: words of our own.
    private static Header Subject(string text)
    {
        // "=?" would be decoded here as well.
        var isPlain = Ascii.IsValid(text) && !text.Contains("=?", StringComparison.Ordinal);
        var header = new Header(Encoding.UTF8, HeaderId.Subject, isPlain ? text : "");
        if (isPlain)
            return header;

        var folded = new StringBuilder(" ");
        Span<byte> word = stackalloc byte[LongestWord];
        var length = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            if (length + rune.Utf8SequenceLength > LongestWord)
            {
                folded.Append("=?utf-8?B?").Append(Convert.ToBase64String(word[..length])).Append("?=\r\n ");
                length = 0;
            }

            length += rune.EncodeToUtf8(word[length..]);
        }

        folded.Append("=?utf-8?B?").Append(Convert.ToBase64String(word[..length])).Append("?=\r\n");
        header.SetRawValue(Encoding.ASCII.GetBytes(folded.ToString()));
        return header;
    }

    // Line ends of any kind become one; other control characters have no place in a mail.
    private static string Printable(string body)
    {
        var text = new StringBuilder(body.Length);
        for (var i = 0; i < body.Length; i++)
        {
            var c = body[i];
            if (c is '\r')
            {
                text.Append("\r\n");
                if (i + 1 < body.Length && body[i + 1] is '\n')
                    i++;
            }
            else if (c is '\n')
            {
                text.Append("\r\n");
            }
            else if (c is '\t' || !char.IsControl(c))
            {
                text.Append(c);
            }
        }

        return text.ToString();
    }

    private static FormatOptions MakeWireFormat()
    {
        var format = FormatOptions.Default.Clone();
        format.NewLineFormat = NewLineFormat.Dos;
        format.International = false;
        format.EnsureNewLine = true;
        return format;
    }
}
