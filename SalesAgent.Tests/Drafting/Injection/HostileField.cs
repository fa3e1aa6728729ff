namespace SalesAgent.Tests.Drafting.Injection;

/// <summary>A place by which text of strangers comes in.</summary>
/// <param name="Put">Puts it there.</param>
internal sealed record HostileField(string Name, Action<HostileLead, string> Put)
{
    public static IReadOnlyList<HostileField> All { get; } =
    [
        Form("firstname"),
        Form("lastname"),
        Form("company"),
        Form("jobtitle"),
        Form("phone"),
        Form("message"),
        Form("hs_timezone"),
        new("form page title", (lead, text) => lead.PageTitle = text),
        new("form user message", (lead, text) => (lead.UserMessage, lead.Fields["message"]) = (text, "")),
        new("form e-mail", (lead, text) => lead.EmailLocalPart = text),
        new("HubSpot first name", (lead, text) => lead.Contact = lead.Contact with { FirstName = text }),
        new("HubSpot last name", (lead, text) => lead.Contact = lead.Contact with { LastName = text }),
        new("HubSpot company property", (lead, text) => lead.Contact = lead.Contact with { Company = text }),
        new("HubSpot job title", (lead, text) => lead.Contact = lead.Contact with { JobTitle = text }),
        new("HubSpot company name", (lead, text) => lead.CompanyName = text),
        new("earlier mail, subject", (lead, text) => lead.MailSubject = text),
        new("earlier mail, text", (lead, text) => lead.MailSnippet = text),
        new("earlier mail, display name", (lead, text) => lead.MailFrom = text),
        new("earlier mail, message id", (lead, text) => lead.MailMessageId = text),
        new("what a rep types", (lead, text) => lead.TypedByRep = text),
    ];

    private static HostileField Form(string name) => new($"form {name}", (lead, text) => lead.Fields[name] = text);
}
