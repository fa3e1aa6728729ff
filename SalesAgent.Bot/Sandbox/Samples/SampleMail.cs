using MimeKit;

namespace SalesAgent.Bot.Sandbox.Samples;

/// <summary>One mail of an earlier exchange.</summary>
/// <param name="MessageId">Without angle brackets.</param>
internal sealed record SampleMail(
    string MessageId,
    DateTimeOffset At,
    (string Name, string Address) From,
    (string Name, string Address) To,
    string Subject,
    string Text,
    IReadOnlyList<string>? References = null,
    string? ListId = null
)
{
    public byte[] Raw()
    {
        using var message = new MimeMessage
        {
            Date = At,
            MessageId = MessageId,
            Subject = Subject,
            Body = new TextPart("plain") { Text = Text },
        };
        message.From.Add(new MailboxAddress(From.Name, From.Address));
        message.To.Add(new MailboxAddress(To.Name, To.Address));
        if (References is { Count: > 0 })
        {
            message.InReplyTo = References[^1];
            foreach (var reference in References)
                message.References.Add(reference);
        }

        if (ListId is not null)
            message.Headers.Add(HeaderId.ListId, $"<{ListId}>");
        message.Prepare(EncodingConstraint.SevenBit);
        using var raw = new MemoryStream();
        message.WriteTo(new FormatOptions { NewLineFormat = NewLineFormat.Dos }, raw);
        return raw.ToArray();
    }
}
