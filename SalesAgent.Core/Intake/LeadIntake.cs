using SalesAgent.Core.People;
using SalesAgent.Core.Records;
using SalesAgent.Core.Records.Joining;
using SalesAgent.Core.Records.Ledger;
using SalesAgent.Core.Records.Persons;
using SalesAgent.Core.Storage;
using SalesAgent.Core.Telemetry;
using SalesAgent.Core.Work;

namespace SalesAgent.Core.Intake;

/// <summary>The one door for leads. When it answers, what it answered is on disk.</summary>
public sealed class LeadIntake(
    PersonKeys keys,
    PersonLeads people,
    ForgottenPeople forgotten,
    LeadRecords leads,
    OpenLedger ledger,
    LeadWork work,
    JoinLead join,
    IOrderedWrites writes,
    LoadShedding callers,
    RepDirectory reps,
    TimeProvider time
)
{
    /// <summary>Takes several leads of one delivery; the answers are in their order.</summary>
    /// <exception cref="StorageUnavailableException">Nothing can be promised: the sender must deliver again.</exception>
    public async Task<IReadOnlyList<IntakeResult>> AcceptAsync(IReadOnlyList<IncomingLead> incoming, CancellationToken cancellationToken)
    {
        using var waiting = callers.Begin();
        if (incoming.Count == 1)
            return [await CountedAsync(incoming[0], cancellationToken)];

        // Leads of one person in their order, different people side by side.
        var results = new IntakeResult[incoming.Count];
        var byPerson = incoming.Select((lead, index) => (lead, index)).GroupBy(entry => entry.lead.Email ?? entry.lead.ContactId);
        await Task.WhenAll(
            byPerson.Select(async person =>
            {
                foreach (var (lead, index) in person)
                    results[index] = await CountedAsync(lead, cancellationToken);
            })
        );
        return results;
    }

    private async Task<IntakeResult> CountedAsync(IncomingLead incoming, CancellationToken cancellationToken)
    {
        var result = await AcceptAsync(incoming, cancellationToken);
        LeadMetrics.Lead(
            result switch
            {
                IntakeResult.Accepted => "accepted",
                IntakeResult.AlreadySeen => "duplicate",
                _ => "refused",
            }
        );
        return result;
    }

    private async Task<IntakeResult> AcceptAsync(IncomingLead incoming, CancellationToken cancellationToken)
    {
        using var span = LeadTrace.Begin(SpanNames.AcceptLead);
        PersonKey person;
        if (EmailAddress.TryNormalise(incoming.Email, out var email))
        {
            if (reps.FindByEmail(email) is not null)
                return new IntakeResult.Refused("That address belongs to one of our own reps.");
            person = keys.ForEmail(email);
        }
        else if (incoming is { Email: null, ContactId: { Length: > 0 } contact })
        {
            person = keys.ForContact(incoming.PortalId, contact);
        }
        else
        {
            return new IntakeResult.Refused("An e-mail address is needed, such as jane@acme.com.");
        }

        var lead = new Lead(
            LeadId.From(person, incoming.EventKey, incoming.OccurredAt).Value,
            person.Value,
            incoming with
            {
                Email = incoming.Email is null ? null : email,
            },
            time.GetUtcNow(),
            LeadTrace.Current
        );
        var result = await TryBeginAsync(person, lead, cancellationToken) ?? await JoinAsync(person, lead, cancellationToken);
        if (result is IntakeResult.Accepted accepted)
            span?.SetTag(LeadTrace.LeadTag, accepted.LeadId.Value);
        return result;
    }

    /// <summary>The lead of somebody of whom nothing is known yet: all that is written is known before anything is read.</summary>
    /// <returns>Null when something is known; then nothing was written.</returns>
    private async Task<IntakeResult?> TryBeginAsync(PersonKey person, Lead lead, CancellationToken cancellationToken)
    {
        var id = LeadId.Parse(lead.Id);
        var firstSign = PersonLeads.FirstSign(person, lead.Incoming.EventKey, lead.Incoming.OccurredAt, id);

        // Looked at between filing the lead and storing it: whoever forgets this person in this moment writes that down before looking for
        // their leads.
        var unlessForgotten = ForgottenPeople.Unless(person);

        // Known beforehand, so that what cannot go on here is not held by us for a moment.
        var isUrgent = lead.Incoming.IsUrgent;
        using var place = work.TryReserve(isUrgent);
        var outcome = await writes.RunAsync(
            [
                firstSign,
                work.TakeUp(LeadWork.RunLead, id, isUrgent, isHeld: place is not null),
                ledger.Note(id),
                unlessForgotten,
                leads.Add(lead, [JoinLead.Told(lead.Id, lead.Incoming)]),
            ],
            cancellationToken
        );
        if (outcome.EndedAt == firstSign)
            return null;
        if (outcome.EndedAt == unlessForgotten)
            return new IntakeResult.Refused((await forgotten.FindAsync(person, cancellationToken))!.Sentence);
        if (outcome.EndedAt is not null)
            return new IntakeResult.AlreadySeen(id);

        await work.GoOnAsync(outcome.Enqueued[0], place, cancellationToken);
        return new IntakeResult.Accepted(id);
    }

    /// <summary>
    /// Another sign of somebody who is known: of a lead there is already, of one that was not stored to its end, or of a further one.
    /// </summary>
    private async Task<IntakeResult> JoinAsync(PersonKey person, Lead lead, CancellationToken cancellationToken)
    {
        var incoming = lead.Incoming;
        LeasedWork? item = null;
        var (id, isFirst) = await people.AssignAsync(
            person,
            incoming.EventKey,
            incoming.OccurredAt,
            async assigned => item = await AnnounceAsync(assigned, incoming, cancellationToken),
            cancellationToken,
            // Whoever asks after the decision wants another draft; a form only told us more.
            incoming.Source is LeadSource.Chat
                ? other => IsOverAsync(other, cancellationToken)
                : null
        );

        // After the lead is filed, as above.
        var gone = await forgotten.FindAsync(person, cancellationToken);

        // A repeat of a delivery that died half-way finds its event known and its lead not yet there: it goes on from here.
        if (
            !isFirst
            && (gone is null || incoming.Source is not LeadSource.Chat)
            && await JoinedAsync(id, incoming, gone is not null, cancellationToken)
        )
        {
            return new IntakeResult.AlreadySeen(id);
        }

        if (gone is not null)
            return new IntakeResult.Refused(gone.Sentence);

        lead = lead with { Id = id.Value };
        if (item?.Item.Subject != id.Value)
            item = await AnnounceAsync(id, incoming, cancellationToken);
        if (!await leads.AddAsync(lead, [JoinLead.Told(lead.Id, lead.Incoming)], cancellationToken))
            return new IntakeResult.AlreadySeen(id);

        await work.GoOnAsync(item, cancellationToken);
        return new IntakeResult.Accepted(id);
    }

    private async Task<bool> IsOverAsync(LeadId id, CancellationToken cancellationToken) =>
        await leads.FindAsync(id, cancellationToken) is { } state
        && await join.HolderOfAsync(state, cancellationToken) is { } holder
        && (holder.Run.IsFailed || holder.Review is { IsClosed: true });

    /// <summary>Another sign of a lead that is there: what it adds is added.</summary>
    /// <returns>False when there is no such lead.</returns>
    private async Task<bool> JoinedAsync(LeadId id, IncomingLead incoming, bool isGone, CancellationToken cancellationToken)
    {
        if (await leads.FindAsync(id, cancellationToken) is not { } state)
            return await leads.ExistsAsync(id, cancellationToken);
        if (isGone || await join.HolderOfAsync(state, cancellationToken) is not { IsBeingForgotten: false } holder)
            return true;

        // A campaign may have brought it, and then it waits behind all others of the campaign: now somebody waits for it.
        if (!await join.AddAsync(holder, [incoming], cancellationToken) && incoming.IsUrgent && holder.Run.EndedAt is null)
            await work.RequestAsync(LeadWork.RunLead, LeadId.Parse(holder.Lead.Id), cancellationToken, isUrgent: true);
        return true;
    }

    /// <summary>
    /// Ledger and queue hear of a lead before it is stored, side by side: neither needs the other, and of a lead that never comes both let
    /// go.
    /// </summary>
    private async Task<LeasedWork> AnnounceAsync(LeadId id, IncomingLead incoming, CancellationToken cancellationToken)
    {
        var noted = ledger.NoteAsync(id, cancellationToken);
        var taken = work.TakeUpAsync(LeadWork.RunLead, id, cancellationToken, incoming.IsUrgent);
        await Task.WhenAll(noted, taken);
        return await taken;
    }
}
