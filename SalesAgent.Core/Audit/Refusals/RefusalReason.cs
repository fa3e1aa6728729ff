namespace SalesAgent.Core.Audit.Refusals;

/// <summary>Why. A closed list: it becomes a metric label and stands in the audit, and nothing of what was sent does.</summary>
public enum RefusalReason
{
    /// <summary>Not in the rep directory.</summary>
    UnknownPerson,

    /// <summary>Somebody else's lead.</summary>
    NotTheirs,

    NotAManager,

    /// <summary>The ticket on the card is not one of ours.</summary>
    UnknownTicket,

    /// <summary>Our ticket, on a message that is none of the lead's cards.</summary>
    OtherMessage,

    /// <summary>Another version or content than the draft's.</summary>
    Outdated,

    /// <summary>Nothing proves who sent it, or what should does not.</summary>
    NotProven,

    /// <summary>It is proven who sent it, and they may not.</summary>
    NotAllowed,

    /// <summary>A proof is there and not in the form it must have.</summary>
    Malformed,

    /// <summary>A proof is too old, or from the future.</summary>
    OutOfTime,

    /// <summary>A proof is well made and not ours.</summary>
    Wrong,
}
