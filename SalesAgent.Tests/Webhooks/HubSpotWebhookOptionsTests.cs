using Microsoft.Extensions.Options;
using SalesAgent.Bot.Sandbox;
using SalesAgent.Bot.Webhooks;

namespace SalesAgent.Tests.Webhooks;

public sealed class HubSpotWebhookOptionsTests
{
    [Theory]
    [InlineData("Development", "HubSpot:ClientSecret", "", "HubSpot:ClientSecret is required")]
    [InlineData("Production", "HubSpot:ClientSecret", "  ", "HubSpot:ClientSecret is required")]
    [InlineData("Production", "HubSpot:ClientSecret", HubSpotWebhookOptions.DevelopmentClientSecret, "well-known development secret")]
    [InlineData("Staging", "HubSpot:PreviousClientSecret", HubSpotWebhookOptions.DevelopmentClientSecret, "well-known development secret")]
    [InlineData("Production", "HubSpot:PublicBaseUri", "http://relay.example.test", "HubSpot:PublicBaseUri must")]
    [InlineData("Production", "HubSpot:PublicBaseUri", "relay.example.test/x", "HubSpot:PublicBaseUri must")]
    [InlineData("Production", "HubSpot:PublicBaseUri", "https://relay.example.test?x=1", "HubSpot:PublicBaseUri must")]
    [InlineData("Production", "HubSpot:PublicBaseUri", "https://me:pw@relay.example.test", "HubSpot:PublicBaseUri must")]
    [InlineData("Production", "HubSpot:PortalId", "-4", "HubSpot:PortalId must")]
    [InlineData("Production", "HubSpot:FormIds:0", " ", "HubSpot:FormIds has an empty entry")]
    public async Task A_setting_that_cannot_work_stops_the_start_and_is_named(string environment, string key, string value, string words)
    {
        var failure = await Should.ThrowAsync<OptionsValidationException>(() => WebhookServer.StartAsync(environment, (key, value)));

        failure.Message.ShouldContain(words);
        if (!string.IsNullOrWhiteSpace(value))
            failure.Message.ShouldNotContain(value);
    }

    [Fact]
    public void The_secret_that_only_Development_takes_is_the_one_the_sandbox_signs_with() =>
        HubSpotWebhookOptions.DevelopmentClientSecret.ShouldBe(SandboxCredentials.HubSpotClientSecret);

    [Theory]
    [InlineData("Development", "HubSpot:ClientSecret", HubSpotWebhookOptions.DevelopmentClientSecret)]
    [InlineData("Production", "HubSpot:PublicBaseUri", "http://127.0.0.1:5000")]
    [InlineData("Production", "HubSpot:PublicBaseUri", "http://localhost:5000/prefix/")]
    [InlineData("Production", "HubSpot:PublicBaseUri", null)]
    [InlineData("Production", "HubSpot:PublicBaseUri", "")]
    [InlineData("Production", "HubSpot:PortalId", "")]
    [InlineData("Production", "HubSpot:PreviousClientSecret", "")]
    public async Task What_works_starts(string environment, string key, string? value)
    {
        await using var server = await WebhookServer.StartAsync(environment, (key, value));
    }

    [Fact]
    public async Task Lists_and_switches_are_bound()
    {
        await using var server = await WebhookServer.StartAsync(
            ("HubSpot:FormIds:0", "3f2a6c1e-quote"),
            ("HubSpot:TriggerProperties:0", "score"),
            ("HubSpot:TriggerSources:0", "API"),
            ("HubSpot:AnyCreation", "true")
        );

        await server.PostAsync(
            WebhookServer.Events,
            """
            [{"eventId":1,"portalId":1,"appId":2,"objectId":3,"occurredAt":1795299998000,"subscriptionType":"contact.creation","changeSource":"IMPORT"},
             {"eventId":2,"portalId":1,"appId":2,"objectId":4,"occurredAt":1795299998000,"subscriptionType":"contact.propertyChange","propertyName":"score","changeSource":"API"},
             {"eventId":3,"portalId":1,"appId":2,"objectId":5,"occurredAt":1795299998000,"subscriptionType":"contact.propertyChange","propertyName":"message","changeSource":"FORM"}]
            """u8.ToArray()
        );

        server.Intake.Leads.Select(lead => lead.ContactId).ShouldBe(["3", "4"]);
    }
}
