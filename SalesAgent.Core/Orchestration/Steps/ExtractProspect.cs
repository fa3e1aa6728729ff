using SalesAgent.Core.Audit;
using SalesAgent.Core.Connectors;
using SalesAgent.Core.Connectors.HubSpot;
using SalesAgent.Core.People;
using SalesAgent.Core.Records;
using SalesAgent.Core.Records.Persons;
using SalesAgent.Core.Records.Runs;
using SalesAgent.Core.Review.Limits;

namespace SalesAgent.Core.Orchestration.Steps;

/// <summary>Reads who the lead is and whose lead it is. HubSpot is asked when the event carries no address, and for the owner.</summary>
internal sealed class ExtractProspect(
    ContactLookup lookup,
    PersonLeads people,
    PersonKeys keys,
    KnownContacts contacts,
    RepDirectory reps,
    IEnumerable<IDraftLimit> limits
) : IStep
{
    /// <summary>A contact that is not there yet, or not any more: creation and merge need moments to get around in HubSpot.</summary>
    private const int TriesForAMissingContact = 3;

    public string Name => StepNames.ExtractProspect;

    public string Outside => "HubSpot";

    public async Task<StepResult> RunAsync(RunJournal journal, CancellationToken cancellationToken)
    {
        var incoming = journal.Lead.Incoming;
        var requester = reps.Find(incoming.RequestedBy);
        if (requester is not null)
            return await WithAsync(journal, null, null, requester, null, cancellationToken);

        try
        {
            return await AsHubSpotSaysAsync(journal, incoming, cancellationToken);
        }
        catch (ConnectorException failure) when (failure.Kind.MayPass())
        {
            // The answer is a retry away, and it decides who sees this person: nobody does until it is there.
            return new StepResult.Postponed(
                $"HubSpot could not be read ({failure.Kind.Text()}), so it is not known whose lead this is.",
                Delay: failure.RetryAfter
            )
            {
                Because = failure.Kind,
                Events = journal.Run.Stalled is null ? [ErrorOf(journal, failure)] : [],
            };
        }
        catch (ConnectorException failure) when (incoming.Email is not null)
        {
            // HubSpot does not let us look, and will not until somebody changes that: the address is enough to go on.
            return await WithAsync(
                journal,
                null,
                $"HubSpot could not be read ({failure.Kind.Text()}), so the owner is not known.",
                reps.Default,
                failure,
                cancellationToken
            );
        }
    }

    /// <exception cref="ConnectorException">It did not say. What may pass is never taken for "nobody".</exception>
    private async Task<StepResult> AsHubSpotSaysAsync(RunJournal journal, IncomingLead incoming, CancellationToken cancellationToken)
    {
        switch (await lookup.ForAsync(incoming, cancellationToken))
        {
            case ContactSearch.NotFound when incoming.Email is null:
                return new StepResult.Postponed("HubSpot has no such contact: it was deleted or merged.", TriesForAMissingContact);
            case ContactSearch.Ambiguous when incoming.Email is null:
                return new StepResult.Failed("HubSpot has several contacts for this lead.");
            case ContactSearch.Ambiguous { Candidates: var candidates }:
                var (holds, doubt) = await lookup.RepOfSeveralAsync(candidates, cancellationToken);
                return await WithAsync(journal, null, doubt, holds, null, cancellationToken);
            case ContactSearch.Found { Contact: var contact }:
                var (rep, warning) = await lookup.RepOfAsync(contact, cancellationToken);
                return await WithAsync(journal, contact, warning, rep, null, cancellationToken);
            case ContactSearch.NotFound when EmailAddress.TryNormalise(incoming.Email, out var email):
                var (takes, word) = await lookup.RepOfNewAsync(email, cancellationToken);
                return await WithAsync(journal, null, word, takes, null, cancellationToken, wasLookedFor: true);
            default:
                return await WithAsync(journal, null, null, reps.Default, null, cancellationToken);
        }
    }

    private async Task<StepResult> WithAsync(
        RunJournal journal,
        Contact? contact,
        string? warning,
        Rep rep,
        ConnectorException? failure,
        CancellationToken cancellationToken,
        bool wasLookedFor = false
    )
    {
        var incoming = journal.Lead.Incoming;

        // Also where the run ends here: whoever is told of it is whose lead it is.
        journal.Note(run => run with { Dossier = run.Dossier with { RepId = rep.Id } });
        if (!EmailAddress.TryNormalise(incoming.Email ?? contact?.Email, out var email))
        {
            return new StepResult.Failed(
                "HubSpot has no usable e-mail address for this contact: add one there and type `prospect <address>`."
            );
        }

        if (reps.FindByEmail(email) is not null)
            return new StepResult.Failed("The address of this contact belongs to one of our own reps.");

        var id = LeadId.Parse(journal.LeadId);
        var holder = await people.ClaimAsync(keys.ForEmail(email), id, incoming.OccurredAt, cancellationToken);
        if (await contacts.FileAsync(journal.Lead, keys.ForEmail(email), contact, cancellationToken) is { } unwanted)
            return unwanted;
        if (holder != id)
            return new StepResult.Merged(holder.Value);

        // A rep who asks gets a draft, also where an event was faster.
        foreach (var limit in journal.State.Signs.All(sign => sign.RequestedBy is null) ? limits : [])
        {
            if (await limit.ReasonAgainstAsync(id, email, cancellationToken) is { } reason)
                return new StepResult.Failed(reason);
        }

        var read = journal.State.Later?.Revision ?? 0;
        var prospect = Prospect.Of(journal.State.Signs, contact, email);
        string[] warnings = FreeMail.IsRoleAddress(email[..email.LastIndexOf('@')])
            ? ["This is a shared mailbox, not a person: check who the draft addresses."]
            : [];

        return new StepResult.Done(
            rep == reps.Default && contact is null && incoming.RequestedBy is null
                ? $"No owner known: {rep.Name} takes it."
                : $"Lead of {rep.Name}.",
            run =>
                run with
                {
                    Dossier = (
                        run.Dossier with
                        {
                            Prospect = prospect,
                            RepId = rep.Id,
                            Contact = contact,
                            ContactWasLookedFor = wasLookedFor,
                            SignsRead = read,
                        }
                    )
                        .WithWarnings(Name, warnings)
                        .WithWarnings(StepNames.ResolveHubSpot, warning is null ? [] : [warning]),
                }
        )
        {
            Events = failure is null ? [] : [ErrorOf(journal, failure)],
        };
    }

    private static AuditEvent ErrorOf(RunJournal journal, ConnectorException failure) =>
        AuditEvent.ConnectorError(journal.LeadId, failure.ConnectorName, failure.Operation, failure.Kind.ToString());
}
