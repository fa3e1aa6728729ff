namespace SalesAgent.Bot.Sandbox.Gmail.Mailboxes;

/// <summary>What became of a wish to write or send a mail.</summary>
internal abstract record DraftOutcome
{
    private DraftOutcome() { }

    public sealed record Written(MailboxDraft Draft) : DraftOutcome;

    public sealed record Sent(StoredMail Mail) : DraftOutcome;

    /// <summary>The draft or the thread does not exist (any more).</summary>
    public sealed record NotFound : DraftOutcome;

    public sealed record Unreadable(string Why) : DraftOutcome;
}
