using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using SalesAgent.Bot.Sandbox.HubSpot.Objects;

namespace SalesAgent.Bot.Sandbox.Samples;

/// <summary>The story of one lead as the audit table tells it: from the form to a person's yes.</summary>
internal static class SampleAudit
{
    private static readonly (string Type, string Actor, string Action, string Status, int Seconds)[] Story =
    [
        ("prospect_intake", "hubspot", "accept", "success", 0),
        ("prospect_research", "system", "resolve", "success", 1),
        ("draft_created", "system", "create", "success", 2),
        ("task_created", "system", "create", "success", 3),
        ("note_created", "system", "create", "success", 3),
        ("approval_requested", "system", "request", "success", 4),
        ("approval_granted", SamplePeople.Alex.AadObjectId, "approve", "success", 95),
    ];

    public static JsonArray Events(SampleSubmission submission)
    {
        var events = new JsonArray();
        var previous = new string('0', 64);
        for (var index = 0; index < Story.Length; index++)
        {
            var (type, actor, action, status, seconds) = Story[index];
            var one = new JsonObject
            {
                ["event_id"] = string.Create(CultureInfo.InvariantCulture, $"a0d17000-0000-4000-8000-{index + 1:d12}"),
                ["timestamp"] = HubSpotJson.Time(submission.At.AddSeconds(seconds)),
                ["event_type"] = type,
                ["actor"] = actor,
                ["resource"] = $"lead:{submission.Id}",
                ["action"] = action,
                ["status"] = status,
                ["details"] = new JsonObject(),
                ["metadata"] = new JsonObject { ["draft_only"] = true },
                ["sequence"] = index + 1,
                ["previous_hash"] = previous,
            };
            previous = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(one.ToJsonString())));
            events.Add((JsonNode)one);
        }

        return events;
    }
}
