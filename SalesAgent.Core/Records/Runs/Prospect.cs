using SalesAgent.Core.Connectors.HubSpot;
using SalesAgent.Core.Drafting;
using SalesAgent.Core.Records.Joining;

namespace SalesAgent.Core.Records.Runs;

/// <summary>
/// Who the lead is, cleaned and capped. What HubSpot knew wins over what a form said, but never for the address of a form.
/// </summary>
public sealed record Prospect
{
    private const int NameLength = 80;
    private const int MessageLength = 2000;

    /// <summary>Normalised; every draft of the run goes here and nowhere else.</summary>
    public required string Email { get; init; }
    public string? FirstName { get; init; }
    public string? LastName { get; init; }
    public string? Company { get; init; }
    public string? JobTitle { get; init; }
    public string? Phone { get; init; }
    public string? Message { get; init; }
    public string? FormName { get; init; }
    public string? TimeZone { get; init; }

    public string? FullName =>
        (FirstName, LastName) switch
        {
            (null, null) => null,
            ({ } first, null) => first,
            (null, { } last) => last,
            ({ } first, { } last) => $"{first} {last}",
        };

    /// <summary>
    /// The same whichever sign came first: what a sign does not carry is taken from the record, and of several signs the newest that says
    /// something counts.
    /// </summary>
    /// <param name="signs">All that came in about them.</param>
    /// <param name="contact">As HubSpot has it; null when it has none or could not be asked.</param>
    /// <param name="email">Normalised.</param>
    internal static Prospect Of(IReadOnlyList<IncomingLead> signs, Contact? contact, string email)
    {
        IncomingLead[] newest = [.. signs.OrderByDescending(sign => sign.OccurredAt).ThenBy(sign => sign.EventKey, StringComparer.Ordinal)];

        // What a rep typed is what the rep wants to read; else the record wins over what a form said.
        var isAskedFor = signs.All(sign => sign.Source is LeadSource.Chat);
        var occasion = FormOccasion.Of(newest, contact);
        return new Prospect
        {
            Email = email,
            FirstName = Known(contact?.FirstName, sign => sign.FirstName),
            LastName = Known(contact?.LastName, sign => sign.LastName),
            Company = Known(contact?.Company, sign => sign.Company),
            JobTitle = Known(contact?.JobTitle, sign => sign.JobTitle),
            Phone = Known(contact?.Phone, sign => sign.Phone),
            Message = UntrustedText.CleanLines(occasion.Message, MessageLength),
            FormName = Clean(occasion.FormName),
            TimeZone = Known(contact?.TimeZone, sign => sign.TimeZone),
        };

        string? Known(string? recorded, Func<IncomingLead, string?> field)
        {
            var said = newest.Select(field).FirstOrDefault(value => Clean(value) is not null);
            return isAskedFor ? Clean(said) ?? Clean(recorded) : Clean(recorded) ?? Clean(said);
        }
    }

    /// <summary>Whether a draft to them would say something else than one to <paramref name="other"/>.</summary>
    internal bool ReadsOtherwise(Prospect other) =>
        (FirstName, LastName, Company, JobTitle, Message, FormName)
        != (other.FirstName, other.LastName, other.Company, other.JobTitle, other.Message, other.FormName);

    /// <summary>With what HubSpot told later where nothing was known; the company is HubSpot's to name.</summary>
    internal Prospect With(Contact contact, string? companyName) =>
        this with
        {
            FirstName = FirstName ?? Clean(contact.FirstName),
            LastName = LastName ?? Clean(contact.LastName),
            JobTitle = JobTitle ?? Clean(contact.JobTitle),
            Company = Clean(companyName) ?? Company ?? Clean(contact.Company),
        };

    private static string? Clean(string? text) => UntrustedText.Clean(text, NameLength);
}
