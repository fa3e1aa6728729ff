using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text.Json;
using SalesAgent.Core.Records;

namespace SalesAgent.Bot.Webhooks.Payloads;

/// <summary>
/// The body of a workflow's "Send a webhook", in the three shapes there are: flat with names the workflow's author chose,
/// <c>properties.x</c> as the current API has it, and <c>properties.x.value</c> with <c>vid</c>, <c>identity-profiles</c>
/// and <c>form-submissions</c> as the first API had it.
/// </summary>
internal static class WorkflowContact
{
    private const long RepeatWindowMilliseconds = 10 * 60 * 1000;

    public static Payload Read(ReadOnlyMemory<byte> body, HubSpotWebhookOptions options, DateTimeOffset sentAt)
    {
        using var document = PayloadFields.Parse(body);
        var contact = document.RootElement;
        if (contact.ValueKind != JsonValueKind.Object)
            throw new UnusableBodyException("The body must be a JSON object: a contact, or the fields chosen in the workflow.");

        var portal = (contact.Member("portal-id"u8) ?? contact.Member("portalId"u8))?.Integer();
        if (portal is { } named && !options.TakesPortal(named))
            throw new UnusableBodyException("portalId is not the portal this agent works for.");

        var fields = new ContactFields();
        fields.AddMembers(contact.Member("properties"u8));
        fields.AddMembers(contact.Member("contact"u8));
        fields.AddMembers(contact);

        var id = ContactId(contact, fields);
        var email = fields.Email ?? PrimaryEmail(contact);
        if (id is null && email is null)
        {
            throw new UnusableBodyException(
                "email is missing; expected it as email, properties.email or in identity-profiles, or a contact id as vid, id or objectId."
            );
        }

        var submission = LatestSubmission(contact);
        var lead = new IncomingLead
        {
            Source = LeadSource.HubSpotWorkflow,
            EventKey = "",
            OccurredAt = submission?.At ?? ConvertedAt(fields) ?? sentAt,
            PortalId = portal ?? options.PortalId ?? 0,
            ContactId = id,
            FormName = LeadText.Line(WebUtility.HtmlDecode(submission?.Title)) ?? fields.FormName,
        };
        lead = fields.Describe(lead, email);
        return new Payload([lead with { EventKey = KeyOf(lead, submission, fields, body.Span, sentAt) }]);
    }

    /// <summary>
    /// Workflows send no event id. A conversion is one by itself; else the same body within ten minutes is the same event,
    /// and later it is a person who came again.
    /// </summary>
    private static string KeyOf(
        IncomingLead lead,
        Submission? submission,
        ContactFields fields,
        ReadOnlySpan<byte> body,
        DateTimeOffset sentAt
    )
    {
        var moment = submission?.ConversionId ?? fields.ConversionId ?? fields.ConversionDate;
        if (moment is null)
        {
            var window = sentAt.ToUnixTimeMilliseconds() / RepeatWindowMilliseconds;
            moment = string.Create(CultureInfo.InvariantCulture, $"{window}/{Convert.ToHexStringLower(SHA256.HashData(body))}");
        }

        var portal = lead.PortalId.ToString(CultureInfo.InvariantCulture);
        return PayloadFields.Key("workflow", [portal, lead.ContactId ?? lead.Email ?? "", moment]);
    }

    /// <summary>A flat body may use <c>id</c> for anything, so what is no integer is no contact id.</summary>
    private static string? ContactId(JsonElement contact, ContactFields fields)
    {
        var id = contact.Member("vid"u8)?.Integer() ?? contact.Member("objectId"u8)?.Integer() ?? contact.Member("id"u8)?.Integer();
        if (id is null && long.TryParse(fields.ContactId, NumberStyles.None, CultureInfo.InvariantCulture, out var property))
            id = property;
        return id is > 0 ? id.Value.ToString(CultureInfo.InvariantCulture) : null;
    }

    private static DateTimeOffset? ConvertedAt(ContactFields fields) =>
        long.TryParse(fields.ConversionDate, NumberStyles.None, CultureInfo.InvariantCulture, out var milliseconds)
        && PayloadFields.TryMoment(milliseconds, out var moment)
            ? moment
            : null;

    /// <summary>Of the profiles' addresses the one marked primary, else the first.</summary>
    private static string? PrimaryEmail(JsonElement contact)
    {
        string? first = null;
        foreach (var profile in Elements(contact.Member("identity-profiles"u8)))
        {
            foreach (var identity in Elements(profile.Member("identities"u8)))
            {
                if (identity.Member("type"u8)?.Text() != "EMAIL" || identity.Member("value"u8)?.Text() is not { } address)
                    continue;
                if (identity.Member("is-primary"u8)?.ValueKind == JsonValueKind.True)
                    return address;

                first ??= address;
            }
        }

        return first;
    }

    private static Submission? LatestSubmission(JsonElement contact)
    {
        Submission? latest = null;
        foreach (var element in Elements(contact.Member("form-submissions"u8)))
        {
            if (element.Member("timestamp"u8)?.Integer() is not { } milliseconds || !PayloadFields.TryMoment(milliseconds, out var at))
                continue;
            if (latest is { } known && at <= known.At)
                continue;

            latest = new Submission(at, element.Member("conversion-id"u8)?.Text(), element.Member("title"u8)?.Text());
        }

        return latest;
    }

    private static JsonElement.ArrayEnumerator Elements(JsonElement? element) =>
        element is { ValueKind: JsonValueKind.Array } array ? array.EnumerateArray() : default;

    private readonly record struct Submission(DateTimeOffset At, string? ConversionId, string? Title);
}
