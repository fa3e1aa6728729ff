using SalesAgent.Core.Audit;
using SalesAgent.Core.Forgetting.Traces;
using SalesAgent.Core.People;
using SalesAgent.Core.Records;
using SalesAgent.Core.Records.Ledger;
using SalesAgent.Core.Records.Persons;
using SalesAgent.Core.Storage;
using SalesAgent.Core.Work;

namespace SalesAgent.Core.Forgetting;

/// <summary>Lists what is known about a person, and has it erased. When a request is taken, it is on disk and survives anything.</summary>
internal sealed class ForgetRequests(
    PersonKeys keys,
    FindTraces find,
    ForgetPerson forget,
    ForgetLedger ledger,
    ForgottenPeople forgotten,
    LeadWork work,
    SystemAudit audit,
    TimeProvider time
)
{
    /// <summary>A delivery that is not worked on by then has lost its item.</summary>
    private static readonly TimeSpan Patience = OpenLedger.Patience;

    /// <param name="email">Normalised.</param>
    public Task<PersonTraces> FindAsync(string email, CancellationToken cancellationToken) =>
        find.OfAsync([keys.ForEmail(email)], cancellationToken);

    /// <summary>Takes the request; go on with the item it returns once the asker has an answer.</summary>
    /// <param name="by">Id for the audit: a rep's, <c>hubspot</c> or <c>command_line</c>.</param>
    public async Task<LeasedWork> BeginAsync(PersonTraces traces, string by, string byName, CancellationToken cancellationToken)
    {
        var person = traces.Unfinished is { Person: var asked } ? new PersonKey(asked) : traces.Person;
        var item = await work.TakeUpAsync(LeadWork.ForgetPerson, person, cancellationToken, isUrgent: true);
        var request = await ledger.ChangeAsync(
            person,
            now => With(now ?? New(person, by, byName), traces.Keys, traces.Leads),
            cancellationToken
        );
        var who = new ForgottenPerson(person.Value, request!.At, request.By, request.ByName);
        await forgotten.KeepAsync(traces.Keys, who, cancellationToken);
        if (traces.Unfinished is null)
            await audit.AppendAsync(AuditEvent.ForgetAsked(person.Value, by, traces.Leads.Count), cancellationToken);
        return item;
    }

    /// <summary>Does what can be done now, without waiting for a server that takes the item.</summary>
    public Task<ForgetProgress> GoOnAsync(LeasedWork item, CancellationToken cancellationToken) =>
        forget.GoOnAsync(new PersonKey(item.Item.Subject), cancellationToken);

    /// <summary>HubSpot erased a contact for good, as the law asks for it.</summary>
    /// <param name="known">The keys of the contact.</param>
    internal async Task OfContactAsync(IReadOnlyList<PersonKey> known, CancellationToken cancellationToken)
    {
        var traces = await find.OfAsync(known, cancellationToken);
        if (traces is { Known: 0, Unfinished: null })
            return;

        await work.GoOnAsync(await BeginAsync(traces, "hubspot", "HubSpot (privacy deletion)", cancellationToken), cancellationToken);
    }

    /// <summary>A lead turned out to be about somebody who was forgotten.</summary>
    internal async Task AgainAsync(LeadId lead, IReadOnlyList<PersonKey> known, ForgottenPerson person, CancellationToken cancellationToken)
    {
        var key = new PersonKey(person.Person);
        var item = await work.TakeUpAsync(LeadWork.ForgetPerson, key, cancellationToken);
        await ledger.ChangeAsync(key, now => With(now ?? New(key, person.By, person.ByName), [key, .. known], [lead]), cancellationToken);
        await work.GoOnAsync(item, cancellationToken);
    }

    /// <summary>Puts back work that is due and has no item.</summary>
    internal async Task SweepAsync(CancellationToken cancellationToken)
    {
        foreach (var request in await ledger.AllAsync(cancellationToken))
        {
            if (
                StoredTime.IsAhead(request.DueAt, time.GetUtcNow(), ForgetPerson.LongestPause)
                || await work.HasItemAsync(
                    LeadWork.ForgetPerson,
                    new PersonKey(request.Person),
                    request.DueAt - Patience,
                    cancellationToken
                )
            )
            {
                continue;
            }

            await ledger.ChangeAsync(
                new PersonKey(request.Person),
                now => now is null ? null : now with { DueAt = time.GetUtcNow() + Patience },
                cancellationToken
            );
            await work.GoOnAsync(
                await work.TakeUpAsync(LeadWork.ForgetPerson, new PersonKey(request.Person), cancellationToken),
                cancellationToken
            );
        }
    }

    private ForgetRequest New(PersonKey person, string by, string byName) =>
        new()
        {
            Person = person.Value,
            Keys = [],
            Leads = [],
            At = time.GetUtcNow(),
            By = by,
            ByName = byName,
            DueAt = time.GetUtcNow() + Patience,
        };

    private static ForgetRequest With(ForgetRequest request, IReadOnlyList<PersonKey> known, IReadOnlyList<LeadId> leads) =>
        request with
        {
            Keys = [.. request.Keys.Union(known.Select(key => key.Value))],
            Leads = [.. request.Leads.Union(leads.Select(lead => lead.Value))],
        };
}
