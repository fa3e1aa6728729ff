using SalesAgent.Core.Connectors.HubSpot;
using SalesAgent.Core.People;
using SalesAgent.Core.Records.Runs;

namespace SalesAgent.Core.Orchestration.Correspondents;

/// <summary>Every address under which mail with a lead may lie: that of the form, and those HubSpot has of the same contact.</summary>
internal static class LeadAddresses
{
    /// <summary>More than a person has; a record with more was filled by an import gone wrong.</summary>
    private const int Most = 10;

    /// <summary>Normalised, the lead's own first. Ours are left out: they would find all mail there is.</summary>
    public static IReadOnlyList<string> Of(Prospect prospect, Contact? contact, RepDirectory reps) =>
        [
            .. new[] { prospect.Email, contact?.Email }
                .Concat(contact?.AdditionalEmails ?? [])
                .Select(address => EmailAddress.TryNormalise(address, out var normal) ? normal : null)
                .OfType<string>()
                .Where(address => address == prospect.Email || reps.FindByEmail(address) is null)
                .Distinct()
                .Take(Most),
        ];

    /// <summary>HubSpot has named addresses that the mailbox was not searched for.</summary>
    public static bool AreMoreThanSearched(Dossier dossier, RepDirectory reps) =>
        dossier is { Prospect: { } prospect, Correspondence: { } mail, Contact: { } contact }
        && Of(prospect, contact, reps).Except(mail.Searched ?? [prospect.Email]).Any();
}
