using System.Globalization;
using System.Text.Json.Nodes;
using SalesAgent.Bot.Sandbox.HubSpot.Objects;

namespace SalesAgent.Bot.Sandbox.Samples;

/// <summary>A task that lies in HubSpot already.</summary>
internal sealed record SampleTask(
    long Id,
    SampleProspect About,
    SandboxRep Owner,
    DateTimeOffset Due,
    string Subject,
    string Body,
    string Status
)
{
    public static IReadOnlyList<SampleTask> All(DateTimeOffset now) =>
        [
            new(
                80101,
                SampleProspect.Nora,
                SamplePeople.Alex,
                now.AddDays(1),
                "Find half an hour with Nora",
                "<p>She has the budget from next month on.</p>",
                "NOT_STARTED"
            ),
            new(
                80102,
                SampleProspect.Marcus,
                SamplePeople.Alex,
                now.AddDays(3),
                "Review draft to Marcus (Northwind Freight)",
                "<p>The draft is in Gmail.</p>",
                "NOT_STARTED"
            ),
            new(
                80103,
                SampleProspect.Zoe,
                SamplePeople.Lena,
                now.AddDays(-38),
                "Answer the question about regions",
                "<p>Tokyo is available.</p>",
                "COMPLETED"
            ),
        ];

    public Dictionary<string, string> Properties() =>
        new(StringComparer.Ordinal)
        {
            ["hs_timestamp"] = HubSpotJson.Time(Due),
            ["hs_task_subject"] = Subject,
            ["hs_task_body"] = Body,
            ["hs_task_status"] = Status,
            ["hs_task_priority"] = "MEDIUM",
            ["hs_task_type"] = "EMAIL",
            ["hubspot_owner_id"] = Owner.HubSpotOwnerId,
        };

    public JsonObject Json()
    {
        var properties = new JsonObject();
        foreach (var (name, value) in Properties())
            properties[name] = value;
        return new JsonObject
        {
            ["id"] = Id.ToString(CultureInfo.InvariantCulture),
            ["contactId"] = About.ContactId?.ToString(CultureInfo.InvariantCulture),
            ["properties"] = properties,
        };
    }
}
