using System.Net;
using System.Text.RegularExpressions;
using MimeKit;

namespace SalesAgent.Bot.Sandbox.Gmail.Mailboxes;

/// <summary>A mail as written: its bytes and what Gmail reads out of them. Never changes.</summary>
internal sealed partial record MailContent
{
    private const int SnippetLength = 160;

    public required byte[] Raw { get; init; }

    public required IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; }

    public required string MimeType { get; init; }

    public required string Subject { get; init; }

    /// <summary>Without angle brackets.</summary>
    public required string MessageId { get; init; }

    /// <summary>Lower-case addresses by header: <c>from</c>, <c>to</c>, <c>cc</c>, <c>bcc</c>.</summary>
    public required IReadOnlyDictionary<string, string[]> Addresses { get; init; }

    /// <summary>The text a person reads, HTML stripped.</summary>
    public required string Text { get; init; }

    /// <summary>The start of the text, HTML-escaped as Gmail does.</summary>
    public required string Snippet { get; init; }

    public required bool HasAttachment { get; init; }

    /// <summary>The subject without <c>Re:</c> and <c>Fwd:</c>; Gmail compares this one when it threads.</summary>
    public string ThreadSubject => Prefixes().Replace(Subject, "").Trim();

    public MimeMessage Open()
    {
        using var stream = new MemoryStream(Raw, writable: false);
        return MimeMessage.Load(stream);
    }

    public string? Header(string name)
    {
        foreach (var (known, value) in Headers)
        {
            if (known.Equals(name, StringComparison.OrdinalIgnoreCase))
                return value;
        }

        return null;
    }

    /// <summary>
    /// Reads RFC 822 bytes as Gmail takes them in: a From that is neither the account nor its alias becomes the account's own, a missing
    /// date or Message-ID is added. Null when there is no mail in the bytes.
    /// </summary>
    public static MailContent? Read(
        byte[] raw,
        MailboxAddress? account,
        IReadOnlyList<string> aliases,
        string fallbackMessageId,
        DateTimeOffset now
    )
    {
        MimeMessage message;
        try
        {
            using var stream = new MemoryStream(raw, writable: false);
            message = MimeMessage.Load(stream);
        }
        catch (FormatException)
        {
            return null;
        }

        using (message)
        {
            if (message.Headers.Count == 0)
                return null;
            return Of(message, raw, account, aliases, fallbackMessageId, now);
        }
    }

    private static MailContent Of(
        MimeMessage message,
        byte[] raw,
        MailboxAddress? account,
        IReadOnlyList<string> aliases,
        string fallbackMessageId,
        DateTimeOffset now
    )
    {
        var changed = false;
        if (
            account is not null
            && (
                message.From.Mailboxes.FirstOrDefault()?.Address is not { } from
                || !aliases.Append(account.Address).Contains(from, StringComparer.OrdinalIgnoreCase)
            )
        )
        {
            message.From.Clear();
            message.From.Add(account);
            changed = true;
        }

        if (!message.Headers.Contains(HeaderId.Date))
        {
            message.Date = now;
            changed = true;
        }

        if (string.IsNullOrEmpty(message.MessageId))
        {
            message.MessageId = fallbackMessageId;
            changed = true;
        }

        if (changed)
        {
            using var rewritten = new MemoryStream();
            message.WriteTo(rewritten);
            raw = rewritten.ToArray();
        }

        var text = message.TextBody ?? (message.HtmlBody is { } html ? WebUtility.HtmlDecode(Tags().Replace(html, " ")) : "");
        var start = Spaces().Replace(text.Length > 4 * SnippetLength ? text[..(4 * SnippetLength)] : text, " ").Trim();
        return new MailContent
        {
            Raw = raw,
            Headers =
            [
                .. message.Headers.Select(header => new KeyValuePair<string, string>(header.Field, header.Value)),
                .. (message.Body?.Headers ?? []).Select(header => new KeyValuePair<string, string>(header.Field, header.Value)),
            ],
            MimeType = message.Body?.ContentType.MimeType ?? "text/plain",
            Subject = message.Subject ?? "",
            MessageId = message.MessageId!,
            Addresses = new Dictionary<string, string[]>(StringComparer.Ordinal)
            {
                ["from"] = Lower(message.From),
                ["to"] = Lower(message.To),
                ["cc"] = Lower(message.Cc),
                ["bcc"] = Lower(message.Bcc),
            },
            Text = text,
            Snippet = WebUtility.HtmlEncode(start.Length > SnippetLength ? start[..SnippetLength] : start),
            HasAttachment = message.Body is Multipart && message.Attachments.Any(),
        };
    }

    private static string[] Lower(InternetAddressList list) => [.. list.Mailboxes.Select(mailbox => mailbox.Address.ToLowerInvariant())];

    [GeneratedRegex(@"^\s*((re|fwd?)\s*:\s*)+", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Prefixes();

    [GeneratedRegex("<[^>]*>")]
    private static partial Regex Tags();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}
