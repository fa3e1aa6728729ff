using System.Globalization;
using System.Net;
using System.Text.Json;
using SalesAgent.Core.Records;

namespace SalesAgent.Bot.Webhooks.Payloads;

/// <summary>
/// Our own form shape, for forms that post here themselves: <c>portalId, formId, formSubmissionId, fieldValues[{name, value}]</c>
/// and, when known, <c>timestamp, pageTitle, userMessage</c>.
/// </summary>
internal static class FormSubmission
{
    private const int IdCharacters = 200;

    public static Payload Read(ReadOnlyMemory<byte> body, HubSpotWebhookOptions options, DateTimeOffset sentAt)
    {
        using var document = PayloadFields.Parse(body);
        var submission = document.RootElement;
        if (submission.ValueKind != JsonValueKind.Object)
            throw new UnusableBodyException("The body must be a JSON object: one form submission.");

        var portal = submission.Member("portalId"u8)?.Integer() is > 0 and var number
            ? number
            : throw new UnusableBodyException("portalId is missing or unusable; expected the portal's number.");
        if (!options.TakesPortal(portal))
            throw new UnusableBodyException("portalId is not the portal this agent works for.");

        var form = Id(submission.Member("formId"u8), "formId", "the form's id");
        if (options.FormIds is { Count: > 0 } known && !known.Contains(form, StringComparer.OrdinalIgnoreCase))
            throw new UnusableBodyException("formId is not one of the forms this agent takes (HubSpot:FormIds).");

        var key = Id(
            submission.Member("formSubmissionId"u8),
            "formSubmissionId",
            "a text that is the same for every delivery of this submission"
        );
        var fields = Fields(submission);
        if (fields.Email is not { } email)
        {
            throw new UnusableBodyException(
                "email is missing; expected a fieldValues entry with the name email and an address as its value."
            );
        }

        var lead = new IncomingLead
        {
            Source = LeadSource.FormSubmission,
            EventKey = PayloadFields.Key("form", [portal.ToString(CultureInfo.InvariantCulture), form, key]),
            OccurredAt = SubmittedAt(submission) ?? sentAt,
            PortalId = portal,
            FormName = LeadText.Line(WebUtility.HtmlDecode(submission.Member("pageTitle"u8)?.Text())),
        };
        return new Payload([fields.Describe(lead, email)]);
    }

    private static ContactFields Fields(JsonElement submission)
    {
        if (submission.Member("fieldValues"u8) is not { ValueKind: JsonValueKind.Array } values)
            throw new UnusableBodyException("fieldValues is missing or unusable; expected an array of {\"name\", \"value\"}.");

        var fields = new ContactFields(isForm: true);
        foreach (var field in values.EnumerateArray())
        {
            if (field.Member("name"u8) is not { ValueKind: JsonValueKind.String } name)
                throw new UnusableBodyException("fieldValues has an entry without a name; expected {\"name\", \"value\"}.");
            if (field.Member("value"u8) is { } value)
                fields.Add(name.Text() ?? "", value, field.Member("objectTypeId"u8)?.Text());
        }

        if (submission.Member("userMessage"u8) is { } message)
            fields.Add("userMessage", message);
        return fields;
    }

    private static DateTimeOffset? SubmittedAt(JsonElement submission)
    {
        if (submission.Member("timestamp"u8) is not { } timestamp)
            return null;

        return timestamp.Integer() is { } milliseconds && PayloadFields.TryMoment(milliseconds, out var moment)
            ? moment
            : throw new UnusableBodyException("timestamp is unusable; expected epoch milliseconds.");
    }

    private static string Id(JsonElement? element, string field, string expected) =>
        element is { ValueKind: JsonValueKind.String or JsonValueKind.Number } value
        && value.Text() is { Length: <= IdCharacters } text
        && !string.IsNullOrWhiteSpace(text)
            ? text
            : throw new UnusableBodyException($"{field} is missing or unusable; expected {expected}.");
}
