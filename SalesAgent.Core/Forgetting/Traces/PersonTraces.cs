using SalesAgent.Core.People;
using SalesAgent.Core.Records;
using SalesAgent.Core.Records.Persons;

namespace SalesAgent.Core.Forgetting.Traces;

/// <summary>What is known about a person, counted: to be shown before it is erased.</summary>
public sealed record PersonTraces
{
    /// <summary>Of the address or contact that was asked about.</summary>
    public required PersonKey Person { get; init; }

    /// <summary>That one, and every other under which their leads are filed.</summary>
    public required IReadOnlyList<PersonKey> Keys { get; init; }

    /// <summary>Also those of which nothing is left but the audit.</summary>
    public required IReadOnlyList<LeadId> Leads { get; init; }

    /// <summary>Leads of which anything is left to erase.</summary>
    public int Known { get; init; }

    public int Records { get; init; }
    public int AuditEntries { get; init; }
    public int Drafts { get; init; }
    public int Tasks { get; init; }
    public int Notes { get; init; }
    public int Holds { get; init; }
    public int Cards { get; init; }

    /// <summary>Who is there already to be forgotten, and is not yet; null when nobody has asked.</summary>
    public ForgetRequest? Unfinished { get; init; }

    /// <summary>They were forgotten before; null when they were not.</summary>
    public ForgottenPerson? Before { get; init; }

    /// <summary>What there is to erase, a phrase each.</summary>
    public IReadOnlyList<string> Erased =>
        [
            .. new[]
            {
                $"{Counted(Known, "lead")} with {Counted(Records, "record")}: who they are, what they wrote, every version of the draft, the decision",
                Drafts > 0 ? $"{Counted(Drafts, "draft")} in Gmail, also if it was edited there" : null,
                Tasks + Notes > 0
                    ? $"{Counted(Tasks, "task")} and {Counted(Notes, "note")} of ours in HubSpot, which keeps what is deleted in its recycling bin for 90 days"
                    : null,
                Holds > 0 ? $"{Counted(Holds, "held time")} in the calendar, unless somebody has made an appointment of it" : null,
                Cards > 0 ? $"{Counted(Cards, "card")} in Teams, which will only say that the lead was forgotten" : null,
            }.OfType<string>(),
        ];

    /// <summary>What is not erased and why, a phrase each.</summary>
    public IReadOnlyList<string> Stays =>
        [
            "the contact in HubSpot and what others filed there: delete it in HubSpot",
            "mail that was really sent or received, in Gmail",
            "what was written in Teams chats, by you and by me",
            $"{Counted(AuditEntries, "audit entry", "audit entries")}, with personal details that nobody can read any more, and a keyed hash, so that they are not contacted again",
        ];

    private static string Counted(int number, string one, string? many = null) =>
        FormattableString.Invariant($"{number} {(number == 1 ? one : many ?? one + "s")}");
}
