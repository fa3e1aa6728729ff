namespace SalesAgent.Core.Telemetry;

/// <summary>
/// The one list of what is traced on the way of a lead and of a decision. Beside these, each step is a span of its own name
/// (one of <c>StepNames</c>), and each call to Gmail, Calendar or HubSpot one named after the vendor and the call.
/// </summary>
public static class SpanNames
{
    /// <summary>From a delivery to the moment in which it is on disk. The trace of a lead begins here.</summary>
    public const string AcceptLead = "lead.accept";

    /// <summary>Which lead an event belongs to, committed.</summary>
    public const string AssignPerson = "person.assign";

    /// <summary>A lead of which only now is known whose it is.</summary>
    public const string ClaimPerson = "person.claim";

    public const string AddLead = "lead.add";

    /// <summary>One transition of a lead with its audit entries.</summary>
    public const string CommitLead = "lead.commit";

    public const string NoteOpen = "ledger.note";
    public const string RemoveOpen = "ledger.remove";
    public const string AddPending = "pending.add";
    public const string RemovePending = "pending.remove";

    public const string PutWork = "work.put";

    /// <summary>Only what brought something.</summary>
    public const string TakeWork = "work.take";

    public const string DoWork = "work.do";
    public const string RenewWork = "work.renew";
    public const string CompleteWork = "work.complete";
    public const string PostponeWork = "work.postpone";
    public const string BuryWork = "work.bury";

    /// <summary>One pass over the steps that are due.</summary>
    public const string RunLead = "lead.run";

    /// <summary>Older drafts to the same person are taken back.</summary>
    public const string SupersedeDrafts = "lead.supersede";

    public const string HoldTimes = "lead.hold_times";

    public const string PostCard = "card.post";
    public const string UpdateCard = "card.update";
    public const string TellRep = "rep.tell";

    /// <summary>From a click to its outcome, which is on disk by then.</summary>
    public const string TakeDecision = "decision.take";

    /// <summary>From the outcome of a click to its answer: what it began goes on, and its end is waited for, for a while.</summary>
    public const string AnswerClick = "decision.answered";

    public const string CarryOut = "decision.carry_out";
    public const string SettleMail = "decision.mail";
    public const string SettleTask = "decision.task";
    public const string SettleNote = "decision.note";
}
