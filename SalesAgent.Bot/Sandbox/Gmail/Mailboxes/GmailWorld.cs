namespace SalesAgent.Bot.Sandbox.Gmail.Mailboxes;

/// <summary>Every mailbox of the sandbox company.</summary>
internal sealed class GmailWorld
{
    private readonly Dictionary<string, Mailbox> mailboxes = new(StringComparer.OrdinalIgnoreCase);

    public GmailWorld(IReadOnlyList<SandboxRep> reps, TimeProvider time)
    {
        foreach (var rep in reps)
            mailboxes[rep.Email] = new Mailbox(rep.Email, rep.Name, rep.Aliases, Ids, time);
    }

    public GmailIds Ids { get; } = new();

    public int Drafts => mailboxes.Values.Sum(mailbox => mailbox.Totals.Drafts);

    /// <summary>Mails sent through the API by anybody.</summary>
    public int Sends => mailboxes.Values.Sum(mailbox => mailbox.Sends);

    /// <exception cref="KeyNotFoundException">Nobody has that address.</exception>
    public Mailbox this[string address] => mailboxes[address];

    public Mailbox? Find(string address) => mailboxes.GetValueOrDefault(address);
}
