using SalesAgent.Core.Audit;
using SalesAgent.Core.Connectors;
using SalesAgent.Core.Connectors.Gmail;
using SalesAgent.Core.Connectors.HubSpot;
using SalesAgent.Core.Drafting;
using SalesAgent.Core.People;
using SalesAgent.Core.Records;
using SalesAgent.Core.Records.Persons;
using SalesAgent.Core.Records.Reviews;
using SalesAgent.Core.Records.Runs;
using SalesAgent.Core.Telemetry;

namespace SalesAgent.Core.Review;

/// <summary>What a decision asks for in Gmail and HubSpot, part by part. Every part is safe to repeat.</summary>
/// <remarks>Every method throws <see cref="ConnectorException"/> when the outside fails.</remarks>
internal sealed class DecisionOutside(GmailClient gmail, HubSpotClient hubSpot, FilingPlace place, RepDirectory reps, TimeProvider time)
{
    /// <summary>Only what Gmail says about the draft is claimed.</summary>
    /// <returns>A sentence for the card, and what the audit is told where the draft is not as it was decided on.</returns>
    public async Task<(string Outcome, AuditEvent? Event)> MailAsync(LeadState state, CancellationToken cancellationToken)
    {
        using var span = LeadTrace.Begin(SpanNames.SettleMail, state.Lead.Id);
        var (dossier, kind) = (state.Run.Dossier, state.Review!.State);
        if (dossier.MailboxDraft is not { } there || dossier.WrittenDraft is not { } written)
            return ("There was no draft in Gmail.", null);
        if (reps.HolderOf(dossier.RepId) is not { } rep)
            return ("Its rep has left the directory, so the draft in their Gmail was left as it is.", null);

        var now = await gmail.ReadDraftAsync(rep.Email, there.DraftId, cancellationToken);
        var isApproved = kind is ReviewState.Approved;
        if (now is null)
        {
            return isApproved
                ? ("The draft is no longer in Gmail: it was sent or deleted there.", Found(state, written, null))
                : ("The draft is not in Gmail any more.", null);
        }

        var untouched = written.IsSameAs(now);
        if (isApproved)
        {
            return untouched
                ? ("Ready in Gmail, not sent.", null)
                : ("Ready in Gmail, not sent. It was edited there after it was shown here.", Found(state, written, now));
        }

        if (!untouched)
            return ("The draft was edited in Gmail after it was shown here, so it was left there.", Found(state, written, now));

        await gmail.DeleteDraftAsync(rep.Email, there.DraftId, cancellationToken);
        return (CarryingOut.Deleted, null);
    }

    public async Task TaskAsync(LeadState state, CancellationToken cancellationToken)
    {
        using var span = LeadTrace.Begin(SpanNames.SettleTask, state.Lead.Id);
        if (TaskToClose(state) is { } task)
            await hubSpot.CompleteTaskAsync(task, cancellationToken);
    }

    /// <summary>
    /// An approved draft still has to be sent by the rep, and one that expired leaves a lead without an answer: the task stays open for
    /// that.
    /// </summary>
    public static TaskId? TaskToClose(LeadState state) =>
        state.Review!.State is ReviewState.Approved or ReviewState.Expired ? null : state.Run.Dossier.TaskId;

    /// <summary>HubSpot may not have told the contact when the draft was made, and may tell it now.</summary>
    public static bool HasContact(LeadState state) => state.Run.Dossier.Crm is not null || IsContactToCome(state);

    /// <param name="lookFirst">An earlier attempt may have written it.</param>
    /// <returns>Null when HubSpot does not know the person.</returns>
    public async Task<NoteId?> NoteAsync(LeadState state, Decision decision, bool lookFirst, CancellationToken cancellationToken)
    {
        if (await PlaceOfAsync(state, cancellationToken) is not var (contact, company))
            return null;

        var reference = FilingReference.For(state.Lead.Id, "DECISION");
        var note = lookFirst ? await hubSpot.FindNoteByReferenceAsync(contact, reference, cancellationToken) : null;
        return note
            ?? await hubSpot.CreateNoteAsync(
                new NewNote
                {
                    Contact = contact,
                    Company = company,
                    Owner = reps.HolderOf(state.Run.Dossier.RepId) is { } rep ? await hubSpot.OwnerOfAsync(rep, cancellationToken) : null,
                    At = time.GetUtcNow(),
                    Text = new TimelineText { Lines = NoteLines(decision, state), Reference = reference },
                },
                cancellationToken
            );
    }

    private async Task<(ContactId Contact, CompanyId? Company)?> PlaceOfAsync(LeadState state, CancellationToken cancellationToken)
    {
        if (state.Run.Dossier.Crm is { } crm)
        {
            var now = await place.NowAsync(state.Lead.Incoming, crm, cancellationToken);
            return (now.Contact, now.Company);
        }

        if (await hubSpot.FindContactAsync(state.Run.Dossier.Prospect!.Email, cancellationToken) is ContactSearch.Found found)
            return (found.Contact.Id, null);

        // Of an approved draft the run still creates the contact. Nothing is filed any more about one that was turned down.
        return state.Review!.State is ReviewState.Approved && state.Run.Step(StepNames.ResolveHubSpot).TryAgain is true
            ? throw new ConnectorException(ConnectorServices.HubSpot, "Waiting for the contact", FailureKind.Unavailable)
            : null;
    }

    private static bool IsContactToCome(LeadState state) =>
        state.Run is { Dossier.Prospect: not null } run
        && run.Step(StepNames.ResolveHubSpot) is { Status: not StepStatus.Done, TryAgain: not null };

    private static AuditEvent Found(LeadState state, Draft shown, StoredDraft? found) =>
        AuditEvent.FoundOtherwise(
            state.Lead.Id,
            state.Review!.State is ReviewState.Approved,
            state.Review.Decision?.ByRepId ?? AuditEvent.Ourselves,
            shown.Version,
            state.Review.Decision?.ContentHash ?? shown.ContentHash,
            found?.ContentHash
        );

    /// <summary>
    /// The note about the draft may have the text of an earlier version. What was approved is what stands here, with the version's text
    /// where it is not the first.
    /// </summary>
    private static string[] NoteLines(Decision decision, LeadState state)
    {
        var done = state.Review!.CarriedOut;
        if (decision.Kind is not ReviewState.Approved)
        {
            return
            [
                $"{decision.ByName} rejected the draft.",
                .. RejectReason.Describe(decision.ReasonCode, decision.Note)?.Split('\n') ?? [],
                done.MailOutcome ?? "",
            ];
        }

        return state.Run.Dossier.WrittenDraft is { Version: > 1 } draft && draft.Version == decision.Version
            ?
            [
                $"{decision.ByName} approved the draft, version {draft.Version}. {done.MailOutcome} This is its text:",
                $"Subject: {draft.Subject}",
                .. draft.Body.Split('\n', StringSplitOptions.RemoveEmptyEntries),
            ]
            : [$"{decision.ByName} approved the draft. {done.MailOutcome}"];
    }
}
