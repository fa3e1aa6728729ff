using System.Text.Json.Nodes;

namespace SalesAgent.Bot.Sandbox.Samples;

/// <summary>Somebody who may become a customer.</summary>
/// <param name="Situation">What makes this one worth having in the samples.</param>
/// <param name="ContactId">Their HubSpot contact; null when HubSpot does not know them.</param>
/// <param name="CompanyId">Their company in HubSpot; null when there is none.</param>
/// <param name="Associated">Whether contact and company are linked, or only share a domain.</param>
internal sealed record SampleProspect(
    string Situation,
    string Email,
    string FirstName,
    string LastName,
    string? Company,
    string JobTitle,
    string Phone,
    string TimeZone,
    long? ContactId = null,
    long? CompanyId = null,
    bool Associated = false,
    string? OwnerId = null,
    string? SecondEmail = null
)
{
    public string Domain => Email[(Email.IndexOf('@', StringComparison.Ordinal) + 1)..];

    public string Name => $"{FirstName} {LastName}";

    public static IReadOnlyList<SampleProspect> All { get; } =
    [
        new(
            "Known customer: contact, company and an earlier thread with the rep",
            "nora.ahlgren@fabrikam.example",
            "Nora",
            "Ahlgren",
            "Fabrikam Robotics",
            "Head of Operations",
            "+1 555 0100",
            "America/Chicago",
            30101,
            70101,
            Associated: true,
            "51001",
            "n.ahlgren@fabrikam.test"
        ),
        new(
            "Contact whose company is found by domain only",
            "marcus.oyelaran@northwind.example",
            "Marcus",
            "Oyelaran",
            "Northwind Freight",
            "Supply Chain Director",
            "+1 555 0101",
            "America/New_York",
            30102,
            70102,
            Associated: false,
            "51001"
        ),
        new(
            "New form lead that HubSpot does not know",
            "ines.carvalho@tailspin.example",
            "Inês",
            "Carvalho",
            "Tailspin Analytics",
            "VP Revenue",
            "+351 555 010 202",
            "Europe/Lisbon"
        ),
        new(
            "Lead with a free-mail address",
            "jo.maddox@freemail.example",
            "Jo",
            "Maddox",
            null,
            "Freelance consultant",
            "+1 555 0103",
            "America/Los_Angeles"
        ),
        new(
            "Contact in a far zone whose name needs more than ASCII",
            "zoe.tanaka@lucerne.example",
            "Zoë",
            "田中",
            "ルツェルン東京",
            "購買部長",
            "+81 555 0104",
            "Asia/Tokyo",
            30105,
            70105,
            Associated: true,
            "51002"
        ),
        new(
            "Contact whose owner has left",
            "petra.lindholm@wingtip.example",
            "Petra",
            "Lindholm",
            "Wingtip Toys",
            "Managing Director",
            "+46 555 0105",
            "Europe/Stockholm",
            30106,
            70106,
            Associated: true
        ),
    ];

    public static SampleProspect Nora => All[0];

    public static SampleProspect Marcus => All[1];

    public static SampleProspect Ines => All[2];

    public static SampleProspect Jo => All[3];

    public static SampleProspect Zoe => All[4];

    public static SampleProspect Petra => All[5];

    /// <summary>HubSpot's spelling of an IANA zone: <c>asia_slash_tokyo</c>.</summary>
    public string HubSpotTimeZone => TimeZone.Replace("/", "_slash_", StringComparison.Ordinal).ToLowerInvariant();

    public JsonObject Json() =>
        new()
        {
            ["situation"] = Situation,
            ["email"] = Email,
            ["firstName"] = FirstName,
            ["lastName"] = LastName,
            ["company"] = Company,
            ["jobTitle"] = JobTitle,
            ["phone"] = Phone,
            ["timeZone"] = TimeZone,
            ["hubSpotContactId"] = ContactId,
            ["hubSpotCompanyId"] = CompanyId,
            ["hubSpotOwnerId"] = OwnerId,
        };
}
