using SalesAgent.Core.Records.Runs;
using SalesAgent.Tests.Support.Processes;
using static SalesAgent.Core.Telemetry.SpanNames;
using static SalesAgent.Tests.Support.Processes.KillPoint;

namespace SalesAgent.Tests.Journeys.Kills;

/// <summary>The one list of moments in which a process is killed, in the order of a lead's way.</summary>
internal static class KillPoints
{
    private const string CreateContact = "hubspot: Creating a contact";
    private const string CreateDraft = "gmail: Creating a draft";
    private const string DeleteDraft = "gmail: Deleting a draft";
    private const string CreateTask = "hubspot: Creating a task";
    private const string CompleteTask = "hubspot: Completing a task";
    private const string CreateNote = "hubspot: Creating a note";

    public static IReadOnlyList<KillPoint> All { get; } =
    [
        // A delivery: between its parts, and stored before its sender is told.
        After($"{AcceptLead}/{AssignPerson}"),
        After($"{AcceptLead}/{NoteOpen}"),
        After($"{AcceptLead}/{PutWork}"),
        After(AddLead),
        After(AcceptLead),
        // The queue.
        Before(DoWork),
        After(TakeWork),
        After(RenewWork) with
        {
            Slow = "hubspot.notes.create",
        },
        After(CompleteWork),
        // The run, step by step.
        .. StepOrder.Names.Select(step => After(step)),
        // Outside writes: intended and not sent, and answered before that is recorded.
        Before(CreateContact),
        After(CreateContact),
        Before(CreateDraft),
        After(CreateDraft),
        Before(CreateTask),
        After(CreateTask),
        After(CreateNote),
        After(AddPending),
        Before(PostCard),
        After(PostCard) with
        {
            PostedAgain = true,
        },
        // The card's post is recorded, and the run goes to its end.
        Before(SupersedeDrafts),
        After(SupersedeDrafts),
        After($"{RunLead}/{CommitLead}"),
        After($"{RunLead}/{NoteOpen}"),
        // A decision: committed before its answer, answered before it is carried out.
        After($"{TakeDecision}/{PutWork}"),
        After($"{TakeDecision}/{NoteOpen}"),
        After($"{TakeDecision}/{CommitLead}"),
        After(TakeDecision),
        Before(AnswerClick),
        // Carrying it out.
        After($"{CarryOut}/{CommitLead}"),
        After(SettleMail),
        After(DeleteDraft) with
        {
            Verb = "reject",
        },
        Before(CompleteTask) with
        {
            Verb = "reject",
        },
        After(CompleteTask) with
        {
            Verb = "reject",
        },
        Before($"{SettleNote}/{CreateNote}"),
        After($"{SettleNote}/{CreateNote}"),
        After(SettleNote),
        After($"{CarryOut}/{UpdateCard}"),
        After(RemovePending),
        Before(RemoveOpen),
        After(RemoveOpen),
    ];
}
