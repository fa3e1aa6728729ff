using Microsoft.Extensions.Logging;
using SalesAgent.Core.Audit;
using SalesAgent.Core.Connectors;
using SalesAgent.Core.Connectors.Gmail;
using SalesAgent.Core.Connectors.HubSpot;
using SalesAgent.Core.People;
using SalesAgent.Core.Records;
using SalesAgent.Core.Records.Ledger;
using SalesAgent.Core.Records.Persons;
using SalesAgent.Core.Records.Runs;
using SalesAgent.Core.Work;

namespace SalesAgent.Core.Orchestration;

/// <summary>
/// After somebody lost a lead in the middle of a write, or died in it: waits until nothing of theirs can be on its way any more, and
/// removes what came of it beside the draft, task and notes that the lead knows. What somebody has changed since is left alone.
/// </summary>
internal sealed partial class RemoveOrphans(
    LeadRecords records,
    RepDirectory reps,
    GmailClient gmail,
    HubSpotClient hubSpot,
    FilingPlace place,
    OpenLedger ledger,
    LeadClaims claims,
    OrphanRequests orphans,
    ILogger<RemoveOrphans> logger
) : IWorkHandler
{
    public string Kind => LeadWork.RemoveOrphans;

    public async Task<WorkResult> DoAsync(WorkItem item, int attempt, CancellationToken cancellationToken)
    {
        var id = LeadId.Parse(item.Subject);
        if (orphans.LeftUntilAllArrived(id) is { Ticks: > 0 } left)
            return new WorkResult.Wait("a write may still arrive", left);
        if (await records.FindAsync(id, cancellationToken) is not { IsBeingForgotten: false } state)
            return new WorkResult.Done();
        if (IsBusy(state))
            return new WorkResult.Wait("somebody works on the lead", LeadClaims.LooksEach);

        try
        {
            await RemoveDraftsAsync(state, cancellationToken);
            if (state.Run.Dossier.Crm is { } crm)
            {
                var contact = await place.NowAsync(state.Lead.Incoming, crm.Contact, cancellationToken);
                await RemoveFiledAsync(state, contact, cancellationToken);
            }

            orphans.Settle(id);
            return new WorkResult.Done();
        }
        catch (ConnectorException failure) when (failure.Kind is not (FailureKind.Refused or FailureKind.Unauthorised))
        {
            Log.NotNow(logger, failure, id);
            return new WorkResult.Later(
                failure.Kind.ToString(),
                failure.RetryAfter > OrphanRequests.LatestArrival ? failure.RetryAfter : null
            );
        }
    }

    /// <summary>While a run has an intent it looks by itself before it writes, and what it finds it takes for its own.</summary>
    private bool IsBusy(LeadState state) =>
        claims.LeftOf(LeadClaims.Run(state.Lead.Id), state.Run.Claim, writes: true) > TimeSpan.Zero
        || claims.LeftOf(LeadClaims.Decision(state.Lead.Id), state.Review?.CarriedOut.Claim, writes: true) > TimeSpan.Zero;

    private async Task RemoveDraftsAsync(LeadState state, CancellationToken cancellationToken)
    {
        if (state.Run.Dossier is not { RepId: var holder, Prospect.Email: { } email } dossier)
            return;

        if (dossier.MailboxDraft is { } known)
        {
            var versions = await records.DraftsAsync(state, cancellationToken);
            await RemoveFromAsync(holder, known.DraftId, draft => versions.Any(version => version.IsSameAs(draft)));
        }

        foreach (var left in (state.Run.LeftBehind ?? []).Where(left => left.RepId != holder))
            await RemoveFromAsync(left.RepId, except: null, left.Draft.IsSameAs);

        async Task RemoveFromAsync(string? repId, string? except, Func<StoredDraft, bool> isOurs)
        {
            if (reps.HolderOf(repId) is not { Email: var mailbox })
                return;

            foreach (var draft in await gmail.FindDraftsOfRunAsync(mailbox, email, state.Lead.Id, cancellationToken))
            {
                if (draft.DraftId == except || await gmail.ReadDraftAsync(mailbox, draft.DraftId, cancellationToken) is not { } there)
                    continue;

                var isUntouched = isOurs(there);
                if (isUntouched)
                    await gmail.DeleteDraftAsync(mailbox, draft.DraftId, cancellationToken);
                await TellAsync(
                    state,
                    AuditEvent.CopyFound(AuditEventType.DraftCreated, state.Lead.Id, draft.DraftId, isUntouched),
                    cancellationToken
                );
            }
        }
    }

    private async Task RemoveFiledAsync(LeadState state, ContactId contact, CancellationToken cancellationToken)
    {
        var (id, dossier) = (state.Lead.Id, state.Run.Dossier);
        var tasks = await hubSpot.FindTasksByReferenceAsync(contact, FilingReference.For(id, "TASK"), cancellationToken);
        foreach (var task in Beside([.. tasks.Select(one => one.Value)], dossier.TaskId?.Value))
        {
            await hubSpot.DeleteTaskAsync(new TaskId(task), cancellationToken);
            await TellAsync(state, AuditEvent.CopyFound(AuditEventType.TaskCreated, id, $"{task}", isRemoved: true), cancellationToken);
        }

        foreach (var (about, known) in ((string, NoteId?)[])[("NOTE", dossier.NoteId), ("DECISION", null)])
        {
            var notes = await hubSpot.FindNotesByReferenceAsync(contact, FilingReference.For(id, about), cancellationToken);
            foreach (var note in Beside([.. notes.Select(one => one.Value)], known?.Value))
            {
                await hubSpot.DeleteNoteAsync(new NoteId(note), cancellationToken);
                await TellAsync(state, AuditEvent.CopyFound(AuditEventType.NoteCreated, id, $"{note}", isRemoved: true), cancellationToken);
            }
        }
    }

    /// <summary>All but the one the lead knows; where it knows none, all but the first.</summary>
    private static IEnumerable<long> Beside(IReadOnlyList<long> found, long? known) =>
        known is { } one ? found.Where(other => other != one) : found.Skip(1);

    private async Task TellAsync(LeadState state, AuditEvent told, CancellationToken cancellationToken)
    {
        Log.Found(logger, state.Lead.Id, told.Type, told.Action);
        try
        {
            // This adds an audit entry, perhaps after the lead was settled. Noted as open, the lead is settled and anchored again.
            await ledger.NoteAsync(LeadId.Parse(state.Lead.Id), cancellationToken);
            await records.ChangeAsync(state, _ => new LeadChange { Events = [told] }, cancellationToken);
        }
        catch (LeadGoneException)
        {
            // Forgotten, and its traces with it.
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "Lead {LeadId} had a second one outside ({Kind}): {Action}.")]
        public static partial void Found(ILogger logger, string leadId, AuditEventType kind, string action);

        [LoggerMessage(
            2,
            LogLevel.Warning,
            "Whether lead {LeadId} has a second draft, task or note cannot be seen now: a connector failed."
        )]
        public static partial void NotNow(ILogger logger, Exception exception, LeadId leadId);
    }
}
