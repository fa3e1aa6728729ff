using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;
using SalesAgent.Bot.Sandbox;
using SalesAgent.Bot.Sandbox.Samples;

namespace SalesAgent.Tests.Sandbox.Login;

public sealed class LoginWireTests
{
    [Fact]
    public async Task The_token_on_an_activity_verifies_with_the_published_keys()
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        await using var bot = await ListeningBot.StartAsync();
        await sandbox
            .Host.Teams.As(SamplePeople.Alex)
            .Personal.SayAsync(bot.Messages, "help", cancellationToken: TestContext.Current.CancellationToken);
        var token = bot.Received.Single().Headers["Authorization"]["Bearer ".Length..];

        var metadata = await MetadataAsync(sandbox);
        var result = await new JsonWebTokenHandler().ValidateTokenAsync(
            token,
            new TokenValidationParameters
            {
                ValidIssuer = "https://api.botframework.com",
                ValidAudience = SandboxCredentials.AppId,
                ValidAlgorithms = ["RS256"],
                IssuerSigningKeys = metadata.SigningKeys,
            }
        );
        result.IsValid.ShouldBeTrue(result.Exception?.Message);
        result.Claims["serviceurl"].ShouldBe(sandbox.Host.Teams.ServiceUrl);
        var key = metadata.JsonWebKeySet.Keys.Single(key => key.KeyId == ((JsonWebToken)result.SecurityToken).Kid);
        key.AdditionalData["endorsements"].ToString().ShouldBe("""["msteams"]""");
    }

    [Fact]
    public async Task A_rotated_key_is_published_beside_the_old_one_and_used_at_once()
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        await using var bot = await ListeningBot.StartAsync();
        var place = sandbox.Host.Teams.As(SamplePeople.Alex).Personal;
        await place.SayAsync(bot.Messages, "one", cancellationToken: TestContext.Current.CancellationToken);
        var next = sandbox.World.Keys.Rotate();
        await place.SayAsync(bot.Messages, "two", cancellationToken: TestContext.Current.CancellationToken);
        (await MetadataAsync(sandbox)).SigningKeys.Count.ShouldBe(2);
        bot.Received.Select(one => new JsonWebToken(one.Headers["Authorization"]["Bearer ".Length..]).Kid).Last().ShouldBe(next.KeyId);
    }

    [Fact]
    public async Task The_bots_own_token_opens_the_connector()
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        var token = await sandbox.TokenAsync();
        token.Status.ShouldBe(200);
        token.Text("token_type").ShouldBe("Bearer");
        (
            await sandbox.GetAsync($"/teams/{SandboxCredentials.TenantId}/v3/conversations/nowhere/members", token.Text("access_token"))
        ).Status.ShouldBe(404);
    }

    [Theory]
    [InlineData(
        SandboxCredentials.TenantId,
        "other-app",
        SandboxCredentials.AppPassword,
        "https://api.botframework.com/.default",
        400,
        "AADSTS700016"
    )]
    [InlineData(
        "botframework.com",
        SandboxCredentials.AppId,
        SandboxCredentials.AppPassword,
        "https://api.botframework.com/.default",
        400,
        "AADSTS700016"
    )]
    [InlineData(
        SandboxCredentials.TenantId,
        SandboxCredentials.AppId,
        "wrong",
        "https://api.botframework.com/.default",
        401,
        "AADSTS7000215"
    )]
    [InlineData(
        SandboxCredentials.TenantId,
        SandboxCredentials.AppId,
        SandboxCredentials.AppPassword,
        "https://graph.microsoft.com/.default",
        400,
        "AADSTS1002012"
    )]
    public async Task A_token_request_Entra_would_refuse_is_refused(
        string tenant,
        string id,
        string secret,
        string scope,
        int status,
        string code
    )
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        var reply = await sandbox.FormAsync(
            $"/login/{tenant}/oauth2/v2.0/token",
            ("grant_type", "client_credentials"),
            ("client_id", id),
            ("client_secret", secret),
            ("scope", scope)
        );
        reply.Status.ShouldBe(status);
        reply.Text("error_description").ShouldNotBeNull().ShouldStartWith(code);
        reply.Body.ShouldNotContain(SandboxCredentials.AppPassword);
    }

    private static async Task<OpenIdConnectConfiguration> MetadataAsync(RunningSandbox sandbox)
    {
        var address = sandbox.Host.Configuration()["Bot:OpenIdMetadataUri"]!;
        using var http = new HttpClient(new SocketsHttpHandler());
        return await OpenIdConnectConfigurationRetriever.GetAsync(
            address,
            new HttpDocumentRetriever(http) { RequireHttps = false },
            TestContext.Current.CancellationToken
        );
    }
}
