using System.Net.Http.Headers;
using System.Reflection;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Http;
using SalesAgent.Bot.Sandbox;
using SalesAgent.Core.Audit;
using SalesAgent.Core.Connectors;
using SalesAgent.Core.Connectors.DraftOnly;
using SalesAgent.Core.Connectors.Gmail;
using SalesAgent.Core.Connectors.Gmail.Wire;
using SalesAgent.Core.Connectors.GoogleIdentity;
using SalesAgent.Core.Policy;
using SalesAgent.Core.Records.Runs;
using SalesAgent.Tests.Support;
using EventsResource = SalesAgent.Core.Connectors.Calendar.Wire.EventsResource;

namespace SalesAgent.Tests.Journeys;

/// <summary>Sending is impossible by construction: there is no method for it, and the way out refuses it.</summary>
public sealed class NothingCanSendTests
{
    [Theory]
    [InlineData("drafts/send", "gmail.drafts.send")]
    [InlineData("messages/send", "gmail.messages.send")]
    public async Task The_apps_own_way_to_Gmail_refuses_to_send_and_raises_the_alarm(string path, string operation)
    {
        await using var agent = await RunningAgent.StartAsync(installed: false);
        var draft = agent.AlexMail.Drafts[0].Id;
        var address = new Uri(agent.Sandbox.BaseAddress, $"gmail/v1/users/me/{path}");
        var mailbox = await agent
            .Get<GoogleMailboxes>()
            .OpenAsync(OutsideCall.Write("gmail", "Trying to send"), agent.AlexMail.Address, CancellationToken.None);
        using var named = agent.Get<IHttpClientFactory>().CreateClient("gmail");

        foreach (var client in new[] { named, mailbox.Gmail.HttpClient })
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, address)
            {
                Content = new StringContent($$"""{"id":"{{draft}}"}""", Encoding.UTF8, "application/json"),
            };
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", SandboxCredentials.GoogleDevelopmentAccessToken);
            await Should.ThrowAsync<SendRefusedException>(() => client.SendAsync(request));
        }

        agent.World.Gmail.Sends.ShouldBe(0);
        agent.World.Calls.Calls(operation).ShouldBe(0);
        agent.AlexMail.Draft(draft).ShouldNotBeNull();
        var alerts = (await agent.Get<SystemAudit>().ReadAsync(CancellationToken.None))
            .Where(entry => entry.EventType == AuditEventType.SecurityAlert)
            .ToArray();
        alerts.Length.ShouldBe(2);
        alerts.ShouldAllBe(entry => entry.Action == "send_refused" && entry.Status == AuditStatus.Alert);
    }

    [Fact]
    public async Task The_app_tries_all_that_at_every_start_and_alarms_nobody()
    {
        await using var agent = await RunningAgent.StartAsync(installed: false);

        agent.Get<DraftOnlyProof>().Last!.Escaped.ShouldBeEmpty();
        agent.World.Calls.Calls("gmail.messages.send").ShouldBe(0);
        (await agent.Get<SystemAudit>().ReadAsync(CancellationToken.None)).ShouldNotContain(entry =>
            entry.EventType == AuditEventType.SecurityAlert
        );
    }

    [Fact]
    public async Task Without_the_rules_the_app_stops_itself_and_says_so()
    {
        // What a wrong registration or a broken handler would come to: the requests reach Google.
        await using var agent = await RunningAgent.StartAsync(
            installed: false,
            services: services =>
                services.ConfigureAll<HttpClientFactoryOptions>(pipeline =>
                    pipeline.HttpMessageHandlerBuilderActions.Add(builder =>
                    {
                        foreach (var rules in builder.AdditionalHandlers.OfType<DraftOnlyHandler>().ToArray())
                            builder.AdditionalHandlers.Remove(rules);
                    })
                )
        );
        using var http = new HttpClient(new SocketsHttpHandler()) { BaseAddress = agent.App.Address };

        var ready = await http.GetAsync("health/ready");
        var lead = await agent.SubmitSampleAsync();

        ((int)ready.StatusCode).ShouldBe(503);
        (await ready.Content.ReadAsStringAsync()).ShouldContain("\"draftOnly\":false");
        agent.Get<DraftOnlyProof>().Last!.Escaped.Count.ShouldBe(5);
        agent.World.Gmail.Sends.ShouldBe(0, "the trial says nothing and its token opens nothing");
        (await agent.Get<EmergencyStop>().FindAsync(CancellationToken.None))!.ByName.ShouldStartWith("itself");
        (await agent.Get<SystemAudit>().ReadAsync(CancellationToken.None)).Count(entry => entry.Action == "send_not_refused").ShouldBe(5);
        (await agent.StoryAsync(lead)).State.Run.Steps.ShouldAllBe(step => step.Status == StepStatus.Waiting);
    }

    [Fact]
    public async Task The_same_request_would_send_if_it_got_out()
    {
        await using var agent = await RunningAgent.StartAsync(installed: false);
        using var bare = new HttpClient(new SocketsHttpHandler());
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(agent.Sandbox.BaseAddress, "gmail/v1/users/me/drafts/send"))
        {
            Content = new StringContent($$"""{"id":"{{agent.AlexMail.Drafts[0].Id}}"}""", Encoding.UTF8, "application/json"),
        };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", SandboxCredentials.GoogleDevelopmentAccessToken);

        using var answer = await bare.SendAsync(request);

        answer.IsSuccessStatusCode.ShouldBeTrue();
        agent.World.Gmail.Sends.ShouldBe(1);
    }

    [Fact]
    public void Nothing_of_Gmail_has_a_method_that_sends()
    {
        var types = typeof(GmailService)
            .Assembly.GetTypes()
            .Where(type => type.Namespace?.StartsWith("SalesAgent.Core.Connectors.Gmail", StringComparison.Ordinal) is true)
            .ToArray();
        types.ShouldContain(typeof(GmailClient));
        types.ShouldContain(typeof(DraftsResource));

        // What a base of the framework calls SendAsync is the way every request takes, reads included.
        var sending = types
            .SelectMany(type =>
                type.GetMembers(
                    BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly
                )
            )
            .Where(member => member.Name.StartsWith("Send", StringComparison.OrdinalIgnoreCase))
            .Where(member =>
                member is not MethodInfo method || method.GetBaseDefinition().DeclaringType!.Assembly == typeof(GmailService).Assembly
            )
            .ToArray();

        // Under which addresses a mailbox writes: Google calls the setting so, and it is only read.
        sending
            .Where(member => member is MethodInfo || !member.Name.StartsWith("SendAs", StringComparison.Ordinal))
            .Select(member => $"{member.DeclaringType!.Name}.{member.Name}")
            .ShouldBeEmpty();
        typeof(SettingsResource.SendAsResource)
            .GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
            .Select(method => method.Name)
            .ShouldBe(["List"]);
    }

    [Fact]
    public void Nothing_of_Calendar_can_tell_anybody() => Enum.GetNames<EventsResource.SendUpdatesEnum>().ShouldBe(["None"]);
}
