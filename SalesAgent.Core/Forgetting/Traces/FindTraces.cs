using SalesAgent.Core.Audit;
using SalesAgent.Core.People;
using SalesAgent.Core.Records;
using SalesAgent.Core.Records.Persons;

namespace SalesAgent.Core.Forgetting.Traces;

/// <summary>
/// Follows a person through everything stored: from a key to their leads, from a lead to every other key it knows them by. Asks nobody
/// outside, so that it can be shown at once.
/// </summary>
internal sealed class FindTraces(
    PersonLeads people,
    LeadRecords records,
    LeadRemains remains,
    LeadKeys keysOf,
    RecordFates fates,
    ForgottenPeople forgotten,
    ForgetLedger ledger
)
{
    /// <param name="mergedBy">Contacts that HubSpot merged later are other people; null: none are.</param>
    public async Task<PersonTraces> OfAsync(
        IReadOnlyList<PersonKey> from,
        CancellationToken cancellationToken,
        DateTimeOffset? mergedBy = null
    )
    {
        var (keys, leads) = (new List<PersonKey>(from), new List<LeadId>());
        var found = new PersonTraces
        {
            Person = from[0],
            Keys = keys,
            Leads = leads,
            Before = await forgotten.FindAsync(from, cancellationToken),
        };
        for (var at = 0; at < keys.Count; at++)
        {
            keys.AddRange((await fates.KinOfAsync([keys[at]], mergedBy, cancellationToken)).Except(keys));
            foreach (var lead in await people.EveryOfAsync(keys[at], cancellationToken))
            {
                if (leads.Contains(lead))
                    continue;

                leads.Add(lead);
                var state = await records.FindAsync(lead, cancellationToken);
                found = state is null
                    ? await WithRemainsAsync(found, lead, cancellationToken)
                    : await WithAsync(found, state, lead, cancellationToken);
                if (state is not null)
                    keys.AddRange(keysOf.Of(state.Lead, state.Run.Dossier).Except(keys));
            }
        }

        var asked = found.Before is { } before ? new PersonKey(before.Person) : found.Person;
        return found with { Unfinished = await ledger.FindAsync(asked, cancellationToken) };
    }

    private async Task<PersonTraces> WithAsync(PersonTraces found, LeadState state, LeadId lead, CancellationToken cancellationToken)
    {
        var rows = await records.AuditEntriesAsync(lead, cancellationToken);
        var traces = LeadTraces.Of(state, [.. rows.Select(row => AuditEntry.TryRead(row.Body)).OfType<AuditEntry>()]);
        return await AddedAsync(found with { Known = found.Known + 1 }, lead, traces, cancellationToken);
    }

    private async Task<PersonTraces> WithRemainsAsync(PersonTraces found, LeadId lead, CancellationToken cancellationToken) =>
        await remains.FindAsync(lead, cancellationToken) is { Traces: var traces }
            ? await AddedAsync(found, lead, traces, cancellationToken)
            : found;

    private async Task<PersonTraces> AddedAsync(PersonTraces found, LeadId lead, LeadTraces traces, CancellationToken cancellationToken)
    {
        var (stored, entries) = await remains.CountAsync(lead, cancellationToken);
        return found with
        {
            Records = found.Records + stored,
            AuditEntries = found.AuditEntries + entries,
            Drafts = found.Drafts + traces.Drafts.Count,
            Tasks = found.Tasks + traces.Tasks.Count,
            Notes = found.Notes + traces.Notes.Count,
            Holds = found.Holds + traces.Holds.Count,
            Cards = found.Cards + traces.Cards.Count,
        };
    }
}
