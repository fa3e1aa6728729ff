using SalesAgent.Core.Audit;
using SalesAgent.Core.Connectors;
using SalesAgent.Core.Connectors.HubSpot;
using SalesAgent.Core.Orchestration.Offering;
using SalesAgent.Core.People;
using SalesAgent.Core.Records;
using SalesAgent.Core.Records.Persons;
using SalesAgent.Core.Records.Reviews;
using SalesAgent.Core.Records.Runs;

namespace SalesAgent.Core.Orchestration.Steps;

/// <summary>Files a task to review the draft, and a note that says what was done. Each is written at most once.</summary>
internal sealed class CreateHubSpotTask(HubSpotClient hubSpot, FilingPlace place, RepHours repHours, TimeProvider time) : IStep
{
    private const string TurnedDown = "The draft was turned down before task and note could be filed, so there is nothing to review.";
    private const int BusinessDays = 2;

    public string Name => StepNames.CreateHubSpotTask;

    public string Outside => "HubSpot";

    public async Task<StepResult> RunAsync(RunJournal journal, CancellationToken cancellationToken)
    {
        var isTurnedDown = journal.Review is { State: ReviewState.Rejected or ReviewState.Superseded };
        var looksFirst = (Task: journal.Run.Intents.Contains(RunIntents.Task), Note: journal.Run.Intents.Contains(RunIntents.Note));
        if (isTurnedDown && looksFirst is (false, false))
            return new StepResult.Missing(TurnedDown);
        if (journal.Dossier.Crm is null)
            return new StepResult.Missing("HubSpot did not return the contact, so no task or note was created.");

        var crm = await place.NowAsync(journal.Lead.Incoming, journal.Dossier.Crm, cancellationToken);
        Task task,
            note;
        if (isTurnedDown)
        {
            // Nothing is filed any more; but what an earlier attempt may have filed is not left behind.
            (task, note) = (FindTaskAsync(journal, crm, cancellationToken), FindNoteAsync(journal, crm, cancellationToken));
        }
        else
        {
            var owner = await hubSpot.OwnerOfAsync(journal.Rep, cancellationToken);
            journal.Note(run =>
            {
                if (run.Dossier.TaskId is null)
                    run = run.Intend(RunIntents.Task);
                return run.Dossier.NoteId is null ? run.Intend(RunIntents.Note) : run;
            });
            await journal.CommitAsync(cancellationToken);

            (task, note) = (
                WriteTaskAsync(journal, crm, owner, looksFirst.Task, cancellationToken),
                WriteNoteAsync(journal, crm, owner, looksFirst.Note, cancellationToken)
            );
        }

        var failures = new[] { await FailureOf(task), await FailureOf(note) }.OfType<ConnectorException>().ToArray();
        if (failures is [] && isTurnedDown)
        {
            return journal.Dossier is { TaskId: not null, NoteId: not null }
                ? new StepResult.Done("Task and note were filed before the draft was turned down.", run => run)
                : new StepResult.Missing(TurnedDown);
        }

        if (failures is [])
            return new StepResult.Done($"Task due {await DueAtAsync(journal.Rep, cancellationToken):ddd d MMM}, and a note.", run => run);

        var both =
            failures.Length == 2 ? "Neither task nor note"
            : task.IsFaulted ? "No task"
            : "No note";
        return new StepResult.Missing(
            $"{both} could be filed in HubSpot ({failures[0].Kind.Text()}).",
            TryAgain: failures.Any(failure => failure.Kind.MayPass()),
            Delay: failures.Max(failure => failure.RetryAfter)
        )
        {
            Because = failures.Select(failure => failure.Kind).MaxBy(Weight),
            Events =
            [
                .. failures.Select(failure =>
                    AuditEvent.ConnectorError(journal.LeadId, failure.ConnectorName, failure.Operation, failure.Kind.ToString())
                ),
            ],
        };
    }

    private async Task WriteTaskAsync(
        RunJournal journal,
        CrmPicture crm,
        OwnerId? owner,
        bool lookFirst,
        CancellationToken cancellationToken
    )
    {
        if (journal.Dossier.TaskId is not null)
            return;

        var (rep, prospect) = (journal.Rep, journal.Dossier.Prospect!);
        var reference = TaskReference(journal);
        var id = lookFirst ? await hubSpot.FindTaskByReferenceAsync(crm.Contact, reference, cancellationToken) : null;
        id ??= await hubSpot.CreateTaskAsync(
            new NewTask
            {
                Contact = crm.Contact,
                Company = crm.Company,
                Owner = owner,
                Subject =
                    $"Review draft to {prospect.FullName ?? prospect.Email}{(prospect.Company is { } company ? $" ({company})" : "")}",
                Text = new TimelineText
                {
                    Lines =
                    [
                        "A draft is waiting in Gmail. Approve or reject it on its card in Teams; nothing is sent until you send it.",
                        $"Subject: {journal.Dossier.Draft!.Subject}",
                    ],
                    Reference = reference,
                },
                DueAt = await DueAtAsync(rep, cancellationToken),
            },
            cancellationToken
        );
        RecordTask(journal, id.Value);
    }

    /// <summary>The decision may have been carried out before this task was known to anybody, so it is closed here.</summary>
    private async Task FindTaskAsync(RunJournal journal, CrmPicture crm, CancellationToken cancellationToken)
    {
        if (!journal.Run.Intents.Contains(RunIntents.Task))
            return;

        if (await hubSpot.FindTaskByReferenceAsync(crm.Contact, TaskReference(journal), cancellationToken) is not { } id)
        {
            journal.Note(run => run.Settle(RunIntents.Task));
            return;
        }

        await hubSpot.CompleteTaskAsync(id, cancellationToken);
        RecordTask(journal, id);
    }

    private static void RecordTask(RunJournal journal, TaskId id) =>
        journal.Note(
            run => run.Settle(RunIntents.Task) with { Dossier = run.Dossier with { TaskId = id } },
            AuditEvent.TaskCreated(journal.LeadId, id.ToString())
        );

    private static string TaskReference(RunJournal journal) => FilingReference.For(journal.LeadId, "TASK");

    private async Task WriteNoteAsync(
        RunJournal journal,
        CrmPicture crm,
        OwnerId? owner,
        bool lookFirst,
        CancellationToken cancellationToken
    )
    {
        if (journal.Dossier.NoteId is not null)
            return;

        var rep = journal.Rep;
        var draft = journal.Dossier.Draft!;
        var reference = NoteReference(journal);
        var id = lookFirst ? await hubSpot.FindNoteByReferenceAsync(crm.Contact, reference, cancellationToken) : null;
        id ??= await hubSpot.CreateNoteAsync(
            new NewNote
            {
                Contact = crm.Contact,
                Company = crm.Company,
                Owner = owner,
                At = time.GetUtcNow(),
                Text = new TimelineText
                {
                    Lines =
                    [
                        $"SalesAgent drafted a mail for {rep.Name}. It has not been sent.",
                        $"Subject: {draft.Subject}",
                        .. draft.Body.Split('\n', StringSplitOptions.RemoveEmptyEntries),
                    ],
                    Reference = reference,
                },
            },
            cancellationToken
        );
        RecordNote(journal, id.Value);
    }

    private async Task FindNoteAsync(RunJournal journal, CrmPicture crm, CancellationToken cancellationToken)
    {
        if (!journal.Run.Intents.Contains(RunIntents.Note))
            return;

        if (await hubSpot.FindNoteByReferenceAsync(crm.Contact, NoteReference(journal), cancellationToken) is { } id)
            RecordNote(journal, id);
        else
            journal.Note(run => run.Settle(RunIntents.Note));
    }

    private static void RecordNote(RunJournal journal, NoteId id) =>
        journal.Note(
            run => run.Settle(RunIntents.Note) with { Dossier = run.Dossier with { NoteId = id } },
            AuditEvent.NoteCreated(journal.LeadId, id.ToString(), "draft")
        );

    private static string NoteReference(RunJournal journal) => FilingReference.For(journal.LeadId, "NOTE");

    /// <summary>The start of the rep's second working day from today.</summary>
    private async Task<DateTimeOffset> DueAtAsync(Rep rep, CancellationToken cancellationToken)
    {
        var working = await repHours.OfAsync(rep, cancellationToken);
        var day = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(time.GetUtcNow(), rep.TimeZone).DateTime);
        for (var (left, looked) = (BusinessDays, 0); left > 0 && looked < 30; looked++)
        {
            day = day.AddDays(1);
            if (working.On(day.DayOfWeek).Length > 0)
                left--;
        }

        var hours = working.On(day.DayOfWeek);
        var wall = day.ToDateTime(hours.Length > 0 ? hours[0].From : new TimeOnly(9, 0));

        // A working day that begins in the hour the clocks skip begins an hour later.
        if (rep.TimeZone.IsInvalidTime(wall))
            wall = wall.AddHours(1);
        return new DateTimeOffset(wall, rep.TimeZone.GetUtcOffset(wall));
    }

    /// <summary>Of two failures, the one that asks for more care.</summary>
    private static int Weight(FailureKind kind) =>
        kind switch
        {
            FailureKind.OutcomeUnknown => 2,
            FailureKind.RateLimited => 0,
            _ => 1,
        };

    private static async Task<ConnectorException?> FailureOf(Task task)
    {
        try
        {
            await task;
            return null;
        }
        catch (ConnectorException failure)
        {
            return failure;
        }
    }
}
