using SalesAgent.Core.Connectors.Gmail;
using SalesAgent.Core.Connectors.HubSpot;
using SalesAgent.Core.People;
using SalesAgent.Core.Records;
using SalesAgent.Core.Records.Persons;
using SalesAgent.Core.Records.Runs;

namespace SalesAgent.Core.Forgetting.Traces;

/// <summary>
/// Finds what a lead may have written outside without hearing of it. It takes the person's address and contact to look, so it is done
/// before these are erased.
/// </summary>
internal sealed class LostWrites(GmailClient gmail, HubSpotClient hubSpot, FilingPlace place, RepDirectory reps)
{
    /// <summary>What lies in the mailbox of an earlier rep is removed here: the traces name only one mailbox.</summary>
    /// <exception cref="Connectors.ConnectorException">It cannot be said whether there is anything.</exception>
    public async Task<LeadTraces> AddedToAsync(LeadTraces traces, LeadState state, CancellationToken cancellationToken)
    {
        var (id, run, dossier) = (state.Lead.Id, state.Run, state.Run.Dossier);
        if (
            dossier is { MailboxDraft: null, Prospect.Email: { } email }
            && run.Intents.Contains(RunIntents.Draft)
            && reps.HolderOf(dossier.RepId) is { } rep
            && await gmail.FindDraftOfRunAsync(rep.Email, email, id, cancellationToken) is { } draft
        )
        {
            traces = traces with { Drafts = [.. traces.Drafts, draft.DraftId] };
        }

        foreach (var left in (run.LeftBehind ?? []).Where(left => left.RepId != dossier.RepId))
        {
            if (reps.HolderOf(left.RepId) is not { Email: var mailbox } || dossier.Prospect?.Email is not { } to)
                continue;
            foreach (var found in await gmail.FindDraftsOfRunAsync(mailbox, to, id, cancellationToken))
                await gmail.DeleteDraftAsync(mailbox, found.DraftId, cancellationToken);
        }

        if (dossier.Crm is not { Contact: var told })
            return traces;

        // What was written on a contact that was merged is on the other by now.
        var contact = await place.NowAsync(state.Lead.Incoming, told, cancellationToken);

        if (
            dossier.TaskId is null
            && run.Intents.Contains(RunIntents.Task)
            && await hubSpot.FindTaskByReferenceAsync(contact, FilingReference.For(id, "TASK"), cancellationToken) is { } task
        )
        {
            traces = traces with { Tasks = [.. traces.Tasks, task.Value] };
        }

        string[] lost =
        [
            .. dossier.NoteId is null && run.Intents.Contains(RunIntents.Note) ? ["NOTE"] : Array.Empty<string>(),
            .. state.Review?.CarriedOut is { NoteIntended: true, NoteOutcome: not "" } ? ["DECISION"] : Array.Empty<string>(),
        ];
        foreach (var about in lost)
        {
            if (await hubSpot.FindNoteByReferenceAsync(contact, FilingReference.For(id, about), cancellationToken) is { } note)
                traces = traces with { Notes = [.. traces.Notes, note.Value] };
        }

        return traces;
    }
}
