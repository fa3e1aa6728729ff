using SalesAgent.Core.Audit;
using SalesAgent.Core.Connectors;
using SalesAgent.Core.Connectors.Gmail;
using SalesAgent.Core.Connectors.HubSpot;
using SalesAgent.Core.Orchestration.Offering;
using SalesAgent.Core.People;
using SalesAgent.Core.Records.Runs;

namespace SalesAgent.Core.Orchestration.Steps;

/// <summary>
/// Finds contact and company in HubSpot; creates the contact of a new lead. Never creates companies: HubSpot does that from the domain
/// itself.
/// </summary>
internal sealed class ResolveHubSpot(HubSpotClient hubSpot, GmailClient gmail, ContactLookup lookup, KnownContacts contacts) : IStep
{
    public string Name => StepNames.ResolveHubSpot;

    public string Outside => "HubSpot";

    public async Task<StepResult> RunAsync(RunJournal journal, CancellationToken cancellationToken)
    {
        var prospect = journal.Dossier.Prospect!;
        var contact = journal.Dossier.Contact;
        var wasKnown = contact is not null;
        if (contact is null && !journal.Dossier.ContactWasLookedFor)
        {
            switch (await hubSpot.FindContactAsync(prospect.Email, cancellationToken))
            {
                case ContactSearch.Found found:
                    contact = found.Contact;
                    break;
                case ContactSearch.Ambiguous:
                    return new StepResult.Missing("HubSpot has several contacts with this address: merge them, then try again.");
            }
        }

        var isNew = false;
        if (contact is null)
            (contact, isNew) = await CreateAsync(prospect, journal.Rep, cancellationToken);

        if (!wasKnown && await contacts.FileAsync(journal.Lead, null, contact, cancellationToken) is { } unwanted)
            return unwanted;

        // What the first step said about the owner holds if it has seen the contact, or has seen that there was none.
        var isKnownOnlyNow = !wasKnown && !(isNew && journal.Dossier.ContactWasLookedFor);
        string[] owner = [];
        if (isKnownOnlyNow && !isNew && journal.Lead.Incoming.RequestedBy is null)
        {
            var (rep, warning) = await lookup.RepOfAsync(contact, cancellationToken);
            if (contact.OwnerId is not null && rep != journal.Rep)
            {
                // As long as nothing lies in anybody's mailbox, it is theirs; what was written by now stays where it is.
                if (await HandedOverAsync(journal, contact, rep, warning, cancellationToken) is { } result)
                    return result;
                warning ??= $"In HubSpot this is a lead of {rep.Name}.";
            }

            if (warning is not null)
                owner = [warning];
        }

        // A rep who asks keeps the lead, and is told whose it is.
        if (isKnownOnlyNow && !isNew && journal.Lead.Incoming.RequestedBy is not null)
            owner = [.. await lookup.OwnersBesideAsync(journal.Rep, contact, cancellationToken)];

        var company = await CompanyOfAsync(contact, prospect.Email, cancellationToken);
        var picture = new CrmPicture(contact.Id, isNew, company?.Id, Cleaned(company?.Name))
        {
            // Asked for only where HubSpot counts some: most people have none, and it would be a call for each of them.
            Deals = contact.Facts is { Deals: > 0 } ? await hubSpot.FindDealsAsync(contact.Id, cancellationToken) : null,
            OwnerName = contact.OwnerId is { } id ? await lookup.NameOfOwnerAsync(id, cancellationToken) : null,
        };
        Dossier Retold(Dossier dossier) => dossier with { Prospect = Prospect.Of(journal.State.Signs, contact, prospect.Email) };

        return new StepResult.Done(
            (isNew, company) switch
            {
                (true, _) => "Was new: contact created.",
                (false, null) => "Contact found, no company.",
                (false, { Name: { } name }) => $"Contact found, company {name}.",
                (false, _) => "Contact and company found.",
            },
            // What nobody told us stands in the record, and so does what was told.
            run =>
                run with
                {
                    Dossier = OfferedTimes.Again(
                        isKnownOnlyNow
                            ? Enriched(Retold(run.Dossier), contact, picture).WithWarnings(Name, owner)
                            : Enriched(run.Dossier, contact, picture)
                    ),
                }
        );
    }

    /// <summary>Null: a draft lies in the mailbox of whoever has the lead, or may lie there and nobody lets us look.</summary>
    private async Task<StepResult?> HandedOverAsync(
        RunJournal journal,
        Contact contact,
        Rep to,
        string? warning,
        CancellationToken cancellationToken
    )
    {
        if (journal.Dossier.MailboxDraft is not null)
            return null;

        try
        {
            if (await CreateDraft.FindOwnAsync(gmail, journal, cancellationToken) is not null)
                return null;
        }
        catch (ConnectorException failure) when (failure.Kind.MayPass())
        {
            return new StepResult.Postponed(
                $"HubSpot names {to.Name} as the owner; whether {journal.Rep.Name} has a draft by now could not be read ({failure.Kind.Text()}).",
                Delay: failure.RetryAfter
            )
            {
                Because = failure.Kind,
                Outside = failure.VendorName(),
                Events = journal.Run.Stalled is null
                    ? [AuditEvent.ConnectorError(journal.LeadId, failure.ConnectorName, failure.Operation, failure.Kind.ToString())]
                    : [],
            };
        }
        catch (ConnectorException)
        {
            return null;
        }

        return new StepResult.OwnerFound(
            to.Id,
            run =>
                run.Settle(RunIntents.Draft) with
                {
                    LeftBehind = LeftBehind(run, journal.Rep.Id),
                    Dossier = (run.Dossier with { Contact = contact }).WithWarnings(Name, warning is null ? [] : [warning]),
                }
        );
    }

    /// <summary>A draft that was sent off and is not there yet may still arrive in the mailbox of <paramref name="from"/>.</summary>
    private static IReadOnlyList<LeftDraft>? LeftBehind(Run run, string from) =>
        run.Intents.Contains(RunIntents.Draft) && run.Dossier.Draft is { } draft
            ? [.. run.LeftBehind ?? [], new LeftDraft(from, draft)]
            : run.LeftBehind;

    /// <summary>A repeat is harmless: HubSpot answers with the contact that is there.</summary>
    private async Task<ContactCreation> CreateAsync(Prospect prospect, Rep rep, CancellationToken cancellationToken) =>
        await hubSpot.CreateContactAsync(
            new NewContact
            {
                Email = prospect.Email,
                FirstName = prospect.FirstName,
                LastName = prospect.LastName,
                Company = prospect.Company,
                JobTitle = prospect.JobTitle,
                Phone = prospect.Phone,
                OwnerId = await hubSpot.OwnerOfAsync(rep, cancellationToken),
            },
            cancellationToken
        );

    private Task<Company?> CompanyOfAsync(Contact contact, string email, CancellationToken cancellationToken) =>
        contact.CompanyIds is { Count: > 0 }
            ? hubSpot.FindCompanyOfContactAsync(contact, cancellationToken)
            : lookup.OnlyCompanyAsync(EmailAddress.DomainOf(email), cancellationToken);

    private static Dossier Enriched(Dossier dossier, Contact contact, CrmPicture picture) =>
        dossier with
        {
            Contact = contact,
            Crm = picture,
            Prospect = dossier.Prospect!.With(contact, picture.CompanyName),
        };

    private static string? Cleaned(string? text) => Drafting.UntrustedText.Clean(text, 80);
}
