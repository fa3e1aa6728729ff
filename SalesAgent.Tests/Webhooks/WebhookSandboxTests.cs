using System.Text.Json;
using Microsoft.Extensions.Options;
using SalesAgent.Bot.Sandbox;
using SalesAgent.Bot.Sandbox.HubSpot;
using SalesAgent.Bot.Sandbox.Samples;

namespace SalesAgent.Tests.Webhooks;

/// <summary>The sandbox signs by its own code, so the two agree only if both follow the vendor.</summary>
public sealed class WebhookSandboxTests
{
    private static readonly (string Key, string? Value)[] Settings =
    [
        .. SandboxConfiguration.For(new Uri("http://127.0.0.1:1"), []).Select(setting => (setting.Key, setting.Value)),
    ];

    [Fact]
    public async Task What_the_sandbox_sends_is_taken_on_every_route()
    {
        await using var server = await WebhookServer.StartAsync("Development", Settings);
        using var http = new HttpClient(new SocketsHttpHandler());
        var hubSpot = new SandboxHubSpot(http, server.Time);
        var samples = SampleSubmission.All(server.Time.GetUtcNow());

        foreach (var sample in samples)
        {
            foreach (
                var (route, body) in new[]
                {
                    (HubSpotRoute.Events, sample.Events(151).ToJsonString()),
                    (HubSpotRoute.Workflow, sample.Workflow().ToJsonString()),
                    (HubSpotRoute.FormSubmission, sample.Form().ToJsonString()),
                }
            )
            {
                var reply = await hubSpot.SendAsync(
                    new Uri(WebhookServer.PublicBase),
                    route,
                    body,
                    server.Address,
                    TestContext.Current.CancellationToken
                );

                reply.Status.ShouldBe(202, reply.Body);
                JsonElement.Parse(reply.Body).GetProperty("leadIds").GetArrayLength().ShouldBe(route is HubSpotRoute.Events ? 2 : 1);
            }
        }

        server
            .Intake.Leads.Where(lead => lead.Email is not null)
            .Select(lead => lead.Message)
            .ShouldBe(samples.SelectMany(sample => new[] { sample.Message, sample.Message }));
    }

    [Fact]
    public async Task Its_secret_opens_nothing_in_production() =>
        (await Should.ThrowAsync<OptionsValidationException>(() => WebhookServer.StartAsync("Production", Settings))).Message.ShouldContain(
            "well-known development secret"
        );
}
