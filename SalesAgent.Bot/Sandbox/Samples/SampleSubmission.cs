using System.Globalization;
using System.Text.Json.Nodes;

namespace SalesAgent.Bot.Sandbox.Samples;

/// <summary>A filled-in form, in each of the shapes in which it can reach the bot.</summary>
internal sealed record SampleSubmission(string Id, SampleProspect Who, DateTimeOffset At, string PageTitle, string PageUri, string Message)
{
    public static IReadOnlyList<SampleSubmission> All(DateTimeOffset now) =>
        [
            new(
                "f0000001-0000-4000-8000-000000000001",
                SampleProspect.Ines,
                now.AddMinutes(-4),
                "Talk to sales",
                "https://contoso.example/talk-to-sales",
                "We compare forecasting tools this quarter and would like to see how yours deals with renewals. Two of us would join."
            ),
            new(
                "f0000001-0000-4000-8000-000000000002",
                SampleProspect.Jo,
                now.AddMinutes(-27),
                "Pricing",
                "https://contoso.example/pricing",
                "What does it cost for a team of three? I advise a small studio."
            ),
            new(
                "f0000001-0000-4000-8000-000000000003",
                SampleProspect.Zoe,
                now.AddHours(-3),
                "Product tour",
                "https://contoso.example/tour",
                "東京のチームのためにデモをお願いします。A morning in our time zone would suit us – thank you, Zoë 🚀"
            ),
        ];

    /// <summary>The shape of an own form (<c>/api/webhooks/hubspot/form-submission</c>).</summary>
    public JsonObject Form()
    {
        var fields = new JsonArray();
        foreach (var (name, value) in Fields())
            fields.Add((JsonNode)new JsonObject { ["name"] = name, ["value"] = value });
        return new JsonObject
        {
            ["portalId"] = SandboxCredentials.HubSpotPortalId,
            ["formId"] = SandboxCredentials.HubSpotFormId,
            ["formSubmissionId"] = Id,
            ["pageTitle"] = PageTitle,
            ["pageUri"] = PageUri,
            ["timestamp"] = At.ToUnixTimeMilliseconds(),
            ["submitText"] = "Send",
            ["userMessage"] = Message,
            ["fieldValues"] = fields,
        };
    }

    /// <summary>The webhook events of the contact a form made: creation, and a property the form wrote.</summary>
    public JsonArray Events(long contactId)
    {
        var occurred = At.ToUnixTimeMilliseconds();
        return new JsonArray(
            Event(
                1,
                "object.creation",
                contactId,
                occurred,
                new JsonObject
                {
                    ["objectTypeId"] = "0-1",
                    ["changeFlag"] = "CREATED",
                    ["changeSource"] = "FORM",
                }
            ),
            Event(
                2,
                "contact.propertyChange",
                contactId,
                occurred + 250,
                new JsonObject
                {
                    ["propertyName"] = "lifecyclestage",
                    ["propertyValue"] = "lead",
                    ["changeSource"] = "FORM",
                }
            )
        );
    }

    /// <summary>The flat body of a workflow action with mapped fields.</summary>
    public JsonObject Workflow()
    {
        var body = new JsonObject { ["formSubmissionId"] = Id };
        foreach (var (name, value) in Fields())
            body[name] = value;
        return body;
    }

    private IEnumerable<(string Name, string Value)> Fields()
    {
        yield return ("firstname", Who.FirstName);
        yield return ("lastname", Who.LastName);
        yield return ("email", Who.Email);
        if (Who.Company is { } company)
            yield return ("company", company);
        yield return ("phone", Who.Phone);
        yield return ("jobtitle", Who.JobTitle);
        yield return ("message", Message);
    }

    private JsonObject Event(int number, string type, long contactId, long occurred, JsonObject more)
    {
        more["eventId"] = long.Parse(Id.AsSpan(Id.Length - 4), CultureInfo.InvariantCulture) * 100 + number;
        more["subscriptionId"] = 2_400_000 + number;
        more["portalId"] = SandboxCredentials.HubSpotPortalId;
        more["appId"] = SandboxCredentials.HubSpotAppId;
        more["occurredAt"] = occurred;
        more["subscriptionType"] = type;
        more["attemptNumber"] = 0;
        more["objectId"] = contactId;
        more["sourceId"] = "userId:0";
        return more;
    }
}
