using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using SalesAgent.Bot.Sandbox;
using SalesAgent.Bot.Sandbox.HubSpot;
using SalesAgent.Bot.Sandbox.Samples;
using SalesAgent.Core.Records;
using SalesAgent.Tests.Support;

namespace SalesAgent.Tests.Journeys.Storms;

/// <summary>What a storm is made of: signed bodies, and what their sender hears.</summary>
internal static class WebhookStorm
{
    private static readonly HttpClient Http = new(new SocketsHttpHandler());

    public static Task<SandboxReply> SendAsync(RunningAgent agent, HubSpotRoute route, JsonNode body) =>
        agent.Sandbox.HubSpot.SendAsync(agent.App.Address, route, body.ToJsonString());

    /// <summary>The body in which this submission comes by that route.</summary>
    public static JsonNode Body(this SampleSubmission submission, HubSpotRoute route) =>
        route switch
        {
            HubSpotRoute.Events => submission.Events(submission.Who.ContactId!.Value),
            HubSpotRoute.Workflow => submission.Workflow(),
            HubSpotRoute.FormSubmission => submission.Form(),
            _ => throw new ArgumentOutOfRangeException(nameof(route), route, null),
        };

    /// <summary>A form of somebody nobody has heard of.</summary>
    public static SampleSubmission FormOf(int number)
    {
        var who = new SampleProspect(
            "One of many",
            $"jane{number}@acme{number}.example",
            $"Jane{number}",
            "Roe",
            $"Acme {number}",
            "Head of Sales",
            "+1 555 0100",
            "America/New_York"
        );
        return new SampleSubmission(
            $"b{number:D7}-0000-4000-8000-000000000009",
            who,
            TimeProvider.System.GetUtcNow().AddMinutes(-1),
            "Contact",
            "https://contoso.example/form",
            "We need prices soon."
        );
    }

    /// <summary>A creation by a form, of a contact that HubSpot knows by that number.</summary>
    public static JsonNode Creation(long contact, DateTimeOffset at) =>
        new SampleSubmission("00000000-0000-4000-8000-000000000001", SampleProspect.Nora, at, "", "", "").Events(contact)[0]!.DeepClone();

    public static IReadOnlyList<LeadId> LeadsIn(SandboxReply reply)
    {
        reply.Status.ShouldBe(202, reply.Body);
        return [.. reply.Json!["leadIds"]!.AsArray().Select(id => LeadId.Parse(id!.GetValue<string>()))];
    }

    /// <summary>503 as RFC 9457 has it, with the time to wait and nothing about our insides.</summary>
    public static async Task ShouldBeToldToDeliverAgainAsync(Uri bot, HubSpotRoute route, JsonNode body)
    {
        var address = SandboxHubSpot.Joined(bot, SandboxHubSpot.PathOf(route));
        using var request = new HttpRequestMessage(HttpMethod.Post, address)
        {
            Content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json"),
        };
        foreach (var (name, value) in SandboxHubSpot.Sign(address, route, body.ToJsonString(), TimeProvider.System.GetUtcNow()))
            request.Headers.TryAddWithoutValidation(name, value);
        using var response = await Http.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        response.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable, text);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        response.Headers.RetryAfter!.Delta!.Value.ShouldBeGreaterThan(TimeSpan.Zero);
        var problem = JsonNode.Parse(text)!;
        (problem["status"]!.GetValue<int>(), problem["detail"]!.GetValue<string>()).ShouldBe(
            (503, "The lead could not be stored. Deliver it again.")
        );
    }

    /// <summary>Everything that is written for a lead was written so often, and no more.</summary>
    public static void ShouldHaveWritten(this SandboxWorld world, int leads)
    {
        world.Teams.Cards.ShouldBe(leads);
        foreach (var written in new[] { "gmail.drafts.create", "hubspot.tasks.create", "hubspot.notes.create" })
            world.Calls.Writes(written).ShouldBe(leads, written);
    }
}
