using SalesAgent.Core.Connectors.Gmail.Messages;

namespace SalesAgent.Core.Connectors.Gmail;

/// <summary>
/// What makes a draft an answer. Gmail threads it only when all four are there; with some of them the draft flickers
/// in the web client or opens a conversation of its own. See RFC 5322, 3.6.4.
/// </summary>
public sealed record ReplyContext
{
    private const int LongestChain = 20;

    public required string ThreadId { get; init; }

    /// <summary>The Message-ID of the message that is answered, with angle brackets.</summary>
    public required string InReplyTo { get; init; }

    /// <summary>The chain up to and including <see cref="InReplyTo"/>.</summary>
    public required IReadOnlyList<string> References { get; init; }

    /// <summary>The thread's subject with exactly one <c>Re:</c>, or what stands for it in another language.</summary>
    public required string Subject { get; init; }

    /// <summary>
    /// Who expects the answer: where the other side wants it, else who wrote last, else whom we wrote to. Never the mailbox itself;
    /// empty when nobody else is there. It came out of somebody's header: whether to write there is for the caller to decide.
    /// </summary>
    public IReadOnlyList<MailPerson> AnswersTo { get; init; } = [];

    /// <summary>How to answer the last message that was really sent; null when there is none, or it has no Message-ID.</summary>
    public static ReplyContext? For(MailThread thread) =>
        thread.Messages.LastOrDefault(message => !message.IsDraft) is { } last ? For(thread, last) : null;

    /// <summary>How to answer one message of it; null when it has no Message-ID.</summary>
    public static ReplyContext? For(MailThread thread, MailMessage message)
    {
        if (message.MessageIdHeader is not { } answered)
            return null;

        IEnumerable<string> before =
            message.References.Count > 0
                ? message.References
                : thread
                    .Messages.TakeWhile(other => other != message)
                    .Where(other => !other.IsDraft)
                    .Select(other => other.MessageIdHeader)
                    .OfType<string>();
        return new ReplyContext
        {
            ThreadId = thread.Id,
            InReplyTo = answered,
            References = Capped([.. before.Where(id => id != answered).Distinct(), answered]),
            Subject = ReplySubject.For(thread.Subject),
            AnswersTo = Recipients(thread, message),
        };
    }

    // The first id names the conversation and the last ones the branch; the middle can go.
    private static List<string> Capped(List<string> chain) =>
        chain.Count <= LongestChain ? chain : [chain[0], .. chain[^(LongestChain - 1)..]];

    private static List<MailPerson> Recipients(MailThread thread, MailMessage answered)
    {
        List<MailPerson> Others(IEnumerable<MailPerson> people) =>
            [.. people.Where(person => !MailAddresses.IsAmong(person.Address, thread.OwnAddresses))];

        var sofar = thread.Messages.TakeWhile(other => other != answered).Append(answered).Where(message => !message.IsDraft);
        if (sofar.LastOrDefault(message => message.Direction is MailDirection.Inbound) is not { } theirs)
            return Others(answered.To);
        // Some lists and forms put the mailbox itself into Reply-To.
        var wanted = Others(theirs.ReplyTo);
        return wanted.Count > 0 || theirs.From is null ? wanted : Others([theirs.From]);
    }
}
