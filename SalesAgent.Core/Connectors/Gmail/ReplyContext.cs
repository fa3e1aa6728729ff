namespace SalesAgent.Core.Connectors.Gmail;

/// <summary>
/// What makes a draft an answer. Gmail threads it only when all four are there; with some of them the draft flickers
/// in the web client or opens a conversation of its own. See RFC 5322, 3.6.4.
/// </summary>
public sealed record ReplyContext
{
    private const int LongestChain = 20;

    private static readonly string[] Prefixes = ["re:", "fwd:", "fw:"];

    public required string ThreadId { get; init; }

    /// <summary>The Message-ID of the message that is answered, with angle brackets.</summary>
    public required string InReplyTo { get; init; }

    /// <summary>The chain up to and including <see cref="InReplyTo"/>.</summary>
    public required IReadOnlyList<string> References { get; init; }

    /// <summary>The thread's subject with exactly one <c>Re:</c>.</summary>
    public required string Subject { get; init; }

    /// <summary>How to answer the last message that was really sent; null when there is none, or it has no Message-ID.</summary>
    public static ReplyContext? For(MailThread thread)
    {
        var sent = thread.Messages.Where(message => !message.IsDraft).ToList();
        if (sent is not [.., { MessageIdHeader: { } answered } last])
            return null;

        IEnumerable<string> before = last.References.Count > 0
            ? last.References
            : sent.SkipLast(1).Select(message => message.MessageIdHeader).OfType<string>();
        return new ReplyContext
        {
            ThreadId = thread.Id,
            InReplyTo = answered,
            References = Capped([.. before.Where(id => id != answered).Distinct(), answered]),
            Subject = $"Re: {Bare(thread.Subject)}",
        };
    }

    // The first id names the conversation and the last ones the branch; the middle can go.
    private static List<string> Capped(List<string> chain) =>
        chain.Count <= LongestChain ? chain : [chain[0], .. chain[^(LongestChain - 1)..]];

    private static string Bare(string subject)
    {
        var bare = subject.Trim();
        while (Array.Find(Prefixes, prefix => bare.StartsWith(prefix, StringComparison.OrdinalIgnoreCase)) is { } found)
            bare = bare[found.Length..].TrimStart();
        return bare;
    }
}
