using SalesAgent.Bot.Sandbox;
using SalesAgent.Bot.Sandbox.HubSpot;

namespace SalesAgent.Tests.Sandbox.HubSpot;

public sealed class SandboxHubSpotTests
{
    private const string Secret = "b7e0d5c2-1f6a-4b35-9d0e-6a2f4c8e9b11";

    [Fact]
    public void A_signature_is_the_one_HubSpots_own_client_makes()
    {
        SandboxHubSpot
            .SignatureV3(
                Secret,
                "POST",
                "https://relay.example.test/hubspot/events?tenant=acme%2Feu%3Awest&mail=jo%40ex.test&list=a%2cb%3Bc&note=%28hi%21%29%2A%24%27%3F&keep=%20%26%3D%2B%25",
                "[]",
                "1795300120000"
            )
            .ShouldBe("CSOQNYRUQzrDBiipLvEQ4078Iw4+wb9cc8485fXM+eQ=");
        SandboxHubSpot
            .SignatureV3(
                Secret,
                "POST",
                "https://relay.example.test/hubspot/workflow",
                """{"email":"jordan@acme.test","firstname":"Jordan"}""",
                "1795300240000"
            )
            .ShouldBe("R7wbzzAo27tQlDkutJJKP27Zj9fk+wj9Cc16ns+Hd7Q=");
    }

    [Fact]
    public async Task A_webhook_arrives_signed_over_the_public_address_with_the_bytes_as_given()
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        await using var bot = await ListeningBot.StartAsync();
        var body = RunningSandbox.SampleForm();
        var reply = await sandbox.Host.HubSpot.SendAsync(
            new Uri("https://bot.example/"),
            HubSpotRoute.FormSubmission,
            body,
            bot.Root,
            TestContext.Current.CancellationToken
        );
        reply.Status.ShouldBe(200);
        var seen = bot.Received.ShouldHaveSingleItem();
        seen.Path.ShouldBe("/api/webhooks/hubspot/form-submission");
        seen.Body.ShouldBe(body);
        seen.Headers["X-HubSpot-Signature-v3"]
            .ShouldBe(
                SandboxHubSpot.SignatureV3(
                    SandboxCredentials.HubSpotClientSecret,
                    "POST",
                    "https://bot.example/api/webhooks/hubspot/form-submission",
                    body,
                    seen.Headers["X-HubSpot-Request-Timestamp"]
                )
            );
    }
}
