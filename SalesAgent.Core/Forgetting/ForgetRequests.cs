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
    RecordFates fates,
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

    private const string ByHubSpot = "hubspot";
    private const string NameOfHubSpot = "HubSpot (privacy deletion)";

    /// <param name="email">Normalised.</param>
    public Task<PersonTraces> FindAsync(string email, CancellationToken cancellationToken) =>
        find.OfAsync([keys.ForEmail(email)], cancellationToken);

    /// <summary>Takes the request; go on with the item it returns once the asker has an answer.</summary>
    /// <param name="by">Id for the audit: a rep's, <c>hubspot</c> or <c>command_line</c>.</param>
    /// <param name="mergedBy">As in <see cref="ForgetRequest.MergedBy"/>; null: up to now.</param>
    public async Task<LeasedWork> BeginAsync(
        PersonTraces traces,
        string by,
        string byName,
        CancellationToken cancellationToken,
        DateTimeOffset? mergedBy = null
    )
    {
        var until = mergedBy ?? time.GetUtcNow() + RecordFates.Slack;
        var person = traces.Unfinished is { Person: var asked } ? new PersonKey(asked) : traces.Person;
        var item = await work.TakeUpAsync(LeadWork.ForgetPerson, person, cancellationToken, isUrgent: true);
        var request = await ledger.ChangeAsync(
            person,
            now => With(now ?? New(person, by, byName, until), traces.Keys, traces.Leads, until),
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

    /// <summary>
    /// HubSpot erased a contact for good, as the law asks for it: whoever it was, and all that was merged into it before. They stay out
    /// also when nothing is known of them yet, because the events of HubSpot come in any order.
    /// </summary>
    /// <param name="known">The keys of the contact.</param>
    /// <param name="erasedAt">By HubSpot's clock.</param>
    internal async Task OfContactAsync(IReadOnlyList<PersonKey> known, DateTimeOffset erasedAt, CancellationToken cancellationToken)
    {
        var mergedBy = erasedAt + RecordFates.Slack;
        var kin = await fates.KinOfAsync(known, mergedBy, cancellationToken);
        await forgotten.KeepAsync(kin, new ForgottenPerson(known[0].Value, time.GetUtcNow(), ByHubSpot, NameOfHubSpot), cancellationToken);
        var traces = await find.OfAsync(kin, cancellationToken, mergedBy);
        if (traces is { Known: 0, Unfinished: null })
            return;

        await work.GoOnAsync(await BeginAsync(traces, ByHubSpot, NameOfHubSpot, cancellationToken, mergedBy), cancellationToken);
    }

    /// <summary>A lead turned out to be about somebody who was forgotten.</summary>
    internal async Task AgainAsync(LeadId lead, IReadOnlyList<PersonKey> known, ForgottenPerson person, CancellationToken cancellationToken)
    {
        var key = new PersonKey(person.Person);
        var item = await work.TakeUpAsync(LeadWork.ForgetPerson, key, cancellationToken);
        var until = person.At + RecordFates.Slack;
        await ledger.ChangeAsync(
            key,
            now => With(now ?? New(key, person.By, person.ByName, until), [key, .. known], [lead], until),
            cancellationToken
        );
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

    private ForgetRequest New(PersonKey person, string by, string byName, DateTimeOffset mergedBy) =>
        new()
        {
            Person = person.Value,
            Keys = [],
            Leads = [],
            At = time.GetUtcNow(),
            By = by,
            ByName = byName,
            DueAt = time.GetUtcNow() + Patience,
            MergedBy = mergedBy,
        };

    private static ForgetRequest With(
        ForgetRequest request,
        IReadOnlyList<PersonKey> known,
        IReadOnlyList<LeadId> leads,
        DateTimeOffset mergedBy
    ) =>
        request with
        {
            MergedBy = request.MergedBy > mergedBy ? request.MergedBy : mergedBy,
            Keys = [.. request.Keys.Union(known.Select(key => key.Value))],
            Leads = [.. request.Leads.Union(leads.Select(lead => lead.Value))],
        };
}
