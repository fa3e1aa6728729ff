using SalesAgent.Core.Connectors.HubSpot;
using SalesAgent.Core.People;
using SalesAgent.Core.Records;
using SalesAgent.Core.Records.Persons;

namespace SalesAgent.Core.Orchestration.Steps;

/// <summary>Files a lead under everything its person turns out to be known by, and says when that person was forgotten.</summary>
internal sealed class KnownContacts(LeadKeys keys, PersonLeads people, ForgottenPeople forgotten)
{
    /// <param name="address">The key of the address drafts would go to; null when it has been filed under that.</param>
    /// <param name="contact">As HubSpot has it, or null.</param>
    /// <returns>Null: nothing speaks against it.</returns>
    public async Task<StepResult.Unwanted?> FileAsync(Lead lead, PersonKey? address, Contact? contact, CancellationToken cancellationToken)
    {
        // The key it came in under was asked about then; whoever forgets that since finds this lead by it.
        PersonKey[] known =
        [
            .. new[] { address }
                .OfType<PersonKey>()
                .Concat(contact is null ? [] : keys.Of(lead, contact))
                .Distinct()
                .Where(key => key.Value != lead.Person),
        ];

        // Filed first, asked then: whoever forgets them in this moment writes that down before looking for their leads.
        foreach (var key in known)
            await people.FileAsync(key, LeadId.Parse(lead.Id), cancellationToken);
        return await forgotten.FindAsync(known, cancellationToken) is { } person ? new StepResult.Unwanted(person, known) : null;
    }
}
