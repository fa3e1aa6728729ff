using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using SalesAgent.Core.Connectors.HubSpot.Facts;

namespace SalesAgent.Core.Connectors.HubSpot.Wire;

/// <summary><c>crm/objects/contacts</c>. <see href="https://developers.hubspot.com/docs/api-reference/crm-contacts-v3/guide"/></summary>
/// <param name="ownerProperties">See <see cref="HubSpotOptions.OwnerProperties"/>.</param>
/// <param name="optOutProperties">See <see cref="HubSpotOptions.OptOutProperties"/>.</param>
internal sealed partial class HubSpotContacts(HubSpotApi api, IReadOnlyList<string> ownerProperties, IReadOnlyList<string> optOutProperties)
{
    private static readonly OutsideCall Reading = OutsideCall.Read(ConnectorServices.HubSpot, "Reading a contact", 404);
    private static readonly OutsideCall Searching = OutsideCall.Read(ConnectorServices.HubSpot, "Searching contacts");
    private static readonly OutsideCall Creating = OutsideCall.Write(ConnectorServices.HubSpot, "Creating a contact", 409);

    private static readonly string[] Usual =
    [
        "email",
        "firstname",
        "lastname",
        "company",
        "jobtitle",
        "phone",
        "hubspot_owner_id",
        "lifecyclestage",
        "hs_lead_status",
        "hs_timezone",
        "hs_additional_emails",
        "recent_conversion_event_name",
        "recent_conversion_date",
        "message",
        "hs_email_optout",
        "hs_email_bad_address",
        "hs_email_hard_bounce_reason_enum",
        "hs_email_hard_bounce_reason",
        "engagements_last_meeting_booked",
        "hs_latest_meeting_activity",
        "num_associated_deals",
    ];

    private readonly IReadOnlyList<string> owners = ownerProperties is [] ? ["hubspot_owner_id"] : ownerProperties;

    private string[] Fields => field ??= [.. Usual.Union(owners).Union(optOutProperties)];

    private string Wanted => field ??= string.Concat(Fields.Select(name => $"&properties={name}")) + "&associations=companies";

    public async Task<Contact?> FindAsync(ContactId id, CancellationToken cancellationToken)
    {
        var found = await api.GetAsync(
            Reading,
            $"{HubSpotApi.Contacts}/{id}?{Wanted[1..]}",
            HubSpotJson.Default.CrmObject,
            cancellationToken
        );
        return found is null ? null : Read(Reading, found, associationsAsked: true);
    }

    public async Task<ContactSearch> FindByEmailAsync(string email, CancellationToken cancellationToken)
    {
        var address = Normal(Reading, email);
        if (await GetByEmailAsync(address, cancellationToken) is { } primary)
            return new ContactSearch.Found(primary);

        // Not anyone's first address: the index knows the secondary ones, a few moments late.
        var answer = await api.SearchAsync(
            Searching,
            HubSpotApi.Contacts,
            new SearchQuery(
                [
                    new FilterGroup([new Filter("email", "EQ", address)]),
                    new FilterGroup([new Filter("hs_additional_emails", "CONTAINS_TOKEN", address)]),
                ],
                [],
                Fields,
                10,
                "0"
            ),
            cancellationToken
        );

        // A token search is generous; the address itself decides.
        var hits = (answer.Results ?? throw Searching.Unreadable())
            .Where(hit => Carries(hit, address))
            .Select(hit => Read(Searching, hit, associationsAsked: false))
            .DistinctBy(contact => contact.Id)
            .ToList();
        return hits switch
        {
            [] => new ContactSearch.NotFound(),
            // Search tells no associations, and it may be behind: the record itself does and is not.
            [var only] => await FindAsync(only.Id, cancellationToken) is { } contact
                ? new ContactSearch.Found(contact)
                : new ContactSearch.NotFound(),
            _ => new ContactSearch.Ambiguous(hits),
        };
    }

    public async Task<ContactCreation> CreateAsync(NewContact contact, CancellationToken cancellationToken)
    {
        var address = Normal(Creating, contact.Email);
        var properties = new Dictionary<string, string> { ["email"] = address };
        Add(properties, "firstname", contact.FirstName);
        Add(properties, "lastname", contact.LastName);
        Add(properties, "company", contact.Company);
        Add(properties, "jobtitle", contact.JobTitle);
        Add(properties, "phone", contact.Phone);
        Add(properties, "hubspot_owner_id", contact.OwnerId?.ToString());
        Add(properties, "lifecyclestage", contact.LifecycleStage);

        using var response = await api.SendAsync(
            Creating,
            HttpMethod.Post,
            HubSpotApi.Contacts,
            HubSpotApi.Json(new ObjectWrite(properties, []), HubSpotJson.Default.ObjectWrite),
            cancellationToken
        );
        if (response.StatusCode is HttpStatusCode.Conflict)
            return new ContactCreation(await AlreadyThereAsync(response, address, cancellationToken), IsNew: false);
        // A new contact has no company yet; HubSpot may find one by the domain some seconds later.
        var created = await HubSpotApi.ReadAsync(Creating, response, HubSpotJson.Default.CrmObject, cancellationToken);
        return new ContactCreation(Read(Creating, created, associationsAsked: true), IsNew: true);
    }

    private async Task<Contact> AlreadyThereAsync(HttpResponseMessage response, string address, CancellationToken cancellationToken)
    {
        string? message = null;
        try
        {
            message = (await HubSpotApi.ReadAsync(Creating, response, HubSpotJson.Default.Conflict, cancellationToken)).Message;
        }
        catch (ConnectorException)
        {
            // The status already says that nothing was written; the address finds it as well.
        }

        var existing = HubSpotApi.TryId(ExistingId().Match(message ?? "").Groups[1].Value) is { } id
            ? await FindAsync(new ContactId(id), cancellationToken)
            : null;
        return existing
            ?? await GetByEmailAsync(address, cancellationToken)
            ?? throw Creating.Failed(FailureKind.Refused, code: "CONFLICT");
    }

    private async Task<Contact?> GetByEmailAsync(string address, CancellationToken cancellationToken)
    {
        var found = await api.GetAsync(
            Reading,
            $"{HubSpotApi.Contacts}/{Uri.EscapeDataString(address)}?idProperty=email{Wanted}",
            HubSpotJson.Default.CrmObject,
            cancellationToken
        );
        return found is null ? null : Read(Reading, found, associationsAsked: true);
    }

    private Contact Read(OutsideCall call, CrmObject item, bool associationsAsked) =>
        new()
        {
            Id = new ContactId(HubSpotApi.Id(call, item.Id)),
            Email = HubSpotApi.Property(item, "email"),
            AdditionalEmails = AdditionalEmailsOf(item) is { Length: > 0 } further ? further : null,
            FirstName = HubSpotApi.Property(item, "firstname"),
            LastName = HubSpotApi.Property(item, "lastname"),
            Company = HubSpotApi.Property(item, "company"),
            JobTitle = HubSpotApi.Property(item, "jobtitle"),
            Phone = HubSpotApi.Property(item, "phone"),
            OwnerId = OwnersOf(item) is [var first, ..] ? first : null,
            FurtherOwners = [.. OwnersOf(item).Skip(1)],
            TimeZone = HubSpotApi.Property(item, "hs_timezone"),
            RecentConversion = HubSpotApi.Property(item, "recent_conversion_event_name"),
            RecentConversionAt = Moment(item, "recent_conversion_date"),
            Message = HubSpotApi.Property(item, "message"),
            Facts = FactsOf(item),
            CompanyIds = associationsAsked ? Companies(call, item) : null,
        };

    private ContactFacts FactsOf(CrmObject item) =>
        new()
        {
            LifecycleStage = HubSpotApi.Property(item, "lifecyclestage"),
            LeadStatus = HubSpotApi.Property(item, "hs_lead_status"),
            OptedOut = optOutProperties.Prepend("hs_email_optout").Any(name => IsTrue(item, name)),
            Bounce =
                HubSpotApi.Property(item, "hs_email_hard_bounce_reason_enum")
                ?? HubSpotApi.Property(item, "hs_email_hard_bounce_reason")
                ?? (IsTrue(item, "hs_email_bad_address") ? "" : null),
            MeetingBookedAt = Moment(item, "engagements_last_meeting_booked"),
            MeetingAt = Moment(item, "hs_latest_meeting_activity"),
            Deals = int.TryParse(
                HubSpotApi.Property(item, "num_associated_deals"),
                NumberStyles.None,
                CultureInfo.InvariantCulture,
                out var deals
            )
                ? deals
                : null,
        };

    private static bool IsTrue(CrmObject item, string name) =>
        string.Equals(HubSpotApi.Property(item, name)?.Trim(), "true", StringComparison.OrdinalIgnoreCase);

    // ISO in today's API, milliseconds where a record is older than that.
    private static DateTimeOffset? Moment(CrmObject item, string name)
    {
        var text = HubSpotApi.Property(item, name);
        if (
            long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var milliseconds)
            && milliseconds <= DateTimeOffset.MaxValue.ToUnixTimeMilliseconds()
        )
        {
            return DateTimeOffset.FromUnixTimeMilliseconds(milliseconds);
        }

        return DateTimeOffset.TryParse(
            text,
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal,
            out var moment
        )
            ? moment
            : null;
    }

    // A property of several people holds their ids with semicolons in between.
    private List<OwnerId> OwnersOf(CrmObject item) =>
        [
            .. owners
                .SelectMany(name => (HubSpotApi.Property(item, name) ?? "").Split(';', StringSplitOptions.TrimEntries))
                .Select(HubSpotApi.TryId)
                .OfType<long>()
                .Distinct()
                .Select(id => new OwnerId(id)),
        ];

    // Once per label on the wire, once per company here.
    private static List<CompanyId> Companies(OutsideCall call, CrmObject item) =>
        item.Associations is { } associations && associations.TryGetValue("companies", out var page)
            ? [.. (page.Results ?? []).Select(company => new CompanyId(HubSpotApi.Id(call, company.Id))).Distinct()]
            : [];

    private static bool Carries(CrmObject hit, string address) =>
        string.Equals(HubSpotApi.Property(hit, "email"), address, StringComparison.OrdinalIgnoreCase)
        || AdditionalEmailsOf(hit).Contains(address, StringComparer.OrdinalIgnoreCase);

    private static string[] AdditionalEmailsOf(CrmObject item) =>
        (HubSpotApi.Property(item, "hs_additional_emails") ?? "").Split(
            [';', ',', ' '],
            StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries
        );

    // One path segment, and within the 3,000 characters of a search.
    private static string Normal(OutsideCall call, string email)
    {
        var address = email.Trim().ToLower(CultureInfo.InvariantCulture);
        return
            address.Length is > 2 and <= 320
            && address.IndexOf('@', StringComparison.Ordinal) > 0
            && !address.Any(c => char.IsControl(c) || char.IsWhiteSpace(c))
            ? address
            : throw call.Failed(FailureKind.Refused, code: "invalid_address");
    }

    private static void Add(Dictionary<string, string> properties, string name, string? value)
    {
        if (!string.IsNullOrWhiteSpace(value))
            properties[name] = value.Trim();
    }

    [GeneratedRegex(@"Existing ID:\s*(\d+)", RegexOptions.IgnoreCase)]
    private static partial Regex ExistingId();
}
