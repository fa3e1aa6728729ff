namespace SalesAgent.Core.Connectors.Gmail;

/// <summary>What a message is, apart from who it comes from. Only the first was written by somebody to be answered.</summary>
public enum MailNature
{
    Written,

    /// <summary>A program answered or notified: out of office, "we have received your mail".</summary>
    Automatic,

    /// <summary>A report that a mail did not arrive, or not yet.</summary>
    Bounce,

    /// <summary>A report that a mail was read or deleted.</summary>
    Receipt,

    /// <summary>An invitation, or an answer to one.</summary>
    Calendar,

    /// <summary>Written to many: a newsletter, or a mailing list of others.</summary>
    List,

    /// <summary>Somebody else's words, passed on.</summary>
    Forwarded,
}
