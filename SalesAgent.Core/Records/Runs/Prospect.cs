using SalesAgent.Core.Connectors.HubSpot;
using SalesAgent.Core.Drafting;

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

    /// <param name="contact">As HubSpot has it; null when it has none or could not be asked.</param>
    /// <param name="email">Normalised.</param>
    internal static Prospect Of(IncomingLead incoming, Contact? contact, string email) =>
        new()
        {
            Email = email,
            FirstName = Clean(contact?.FirstName ?? incoming.FirstName),
            LastName = Clean(contact?.LastName ?? incoming.LastName),
            Company = Clean(contact?.Company ?? incoming.Company),
            JobTitle = Clean(contact?.JobTitle ?? incoming.JobTitle),
            Phone = Clean(contact?.Phone ?? incoming.Phone),
            Message = UntrustedText.CleanLines(incoming.Message, MessageLength),
            FormName = Clean(incoming.FormName),
            TimeZone = Clean(contact?.TimeZone ?? incoming.TimeZone),
        };

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
