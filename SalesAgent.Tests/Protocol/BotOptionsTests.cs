using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using SalesAgent.Bot.Protocol;

namespace SalesAgent.Tests.Protocol;

/// <summary>What the host starts with, and what it refuses to.</summary>
public sealed class BotOptionsTests
{
    private const string Secret = "s3cret-value";

    private static readonly string[] Registered = ["MicrosoftAppId=app", $"MicrosoftAppPassword={Secret}", "MicrosoftAppTenantId=tenant"];

    [Fact]
    public async Task A_registered_single_tenant_bot_starts_in_production_with_the_public_cloud()
    {
        var options = await StartAsync("Production", Registered);

        options.AppType.ShouldBe(BotAppType.SingleTenant);
        options.OpenIdMetadataUri.AbsoluteUri.ShouldBe("https://login.botframework.com/v1/.well-known/openidconfiguration");
        options.TokenIssuer.ShouldBe("https://api.botframework.com");
        options.LoginAuthority.AbsoluteUri.ShouldBe("https://login.microsoftonline.com/");
        options.AllowsTenant("TENANT").ShouldBeTrue();
        options.AllowsTenant("another").ShouldBeFalse();
        options.AllowsTenant("").ShouldBeFalse();
    }

    [Theory]
    [InlineData("MicrosoftAppType=usERassignedMSI", "MicrosoftAppId=app", "MicrosoftAppTenantId=tenant")]
    [InlineData("MicrosoftAppType=MultiTenant", "MicrosoftAppId=app", "MicrosoftAppPassword=p", "Bot:AllowedTenants:0=tenant")]
    [InlineData("MicrosoftAppId=app", "MicrosoftAppPassword=p", "MicrosoftAppTenantId=tenant", "Bot:ServiceUrlHosts:0=*.botapi.skype.com")]
    [InlineData("MicrosoftAppId=app", "MicrosoftAppFederatedClientId=identity", "MicrosoftAppTenantId=tenant")]
    public async Task Every_kind_of_registration_starts(params string[] settings) => await StartAsync("Production", settings);

    [Fact]
    public async Task A_certificate_stands_in_for_the_password()
    {
        var file = Path.GetTempFileName();
        try
        {
            using var key = RSA.Create(2048);
            var request = new CertificateRequest("CN=bot", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
            using var certificate = request.CreateSelfSigned(Teams.Now, Teams.Now.AddYears(1));
            await File.WriteAllTextAsync(
                file,
                certificate.ExportCertificatePem() + "\n" + key.ExportPkcs8PrivateKeyPem(),
                TestContext.Current.CancellationToken
            );

            await StartAsync("Production", ["MicrosoftAppId=app", "MicrosoftAppTenantId=tenant", $"MicrosoftAppCertificateFile={file}"]);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Theory]
    [InlineData("Bot:AllowAnonymous=true")]
    [InlineData("Bot:AllowAnonymous=true", "MicrosoftAppId=app", "MicrosoftAppPassword=p", "MicrosoftAppTenantId=tenant")]
    [InlineData(
        "MicrosoftAppId=app",
        "MicrosoftAppPassword=p",
        "MicrosoftAppTenantId=tenant",
        "Bot:OpenIdMetadataUri=http://127.0.0.1:5/x",
        "Bot:LoginAuthority=http://localhost:6/"
    )]
    public async Task Development_may_go_without_registration_or_to_this_machine(params string[] settings) =>
        await StartAsync("Development", settings);

    [Theory]
    [InlineData("Production", "MicrosoftAppId is missing")]
    [InlineData("Development", "MicrosoftAppId is missing")]
    [InlineData("Production", "Bot:AllowAnonymous is for Development only", "Bot:AllowAnonymous=true")]
    [InlineData("Production", "Bot:AllowAnonymous is for Development only", "Bot:AllowAnonymous=true", "+")]
    [InlineData("Staging", "Bot:AllowAnonymous is for Development only", "Bot:AllowAnonymous=true", "+")]
    [InlineData(
        "Development",
        "MicrosoftAppPassword is missing",
        "Bot:AllowAnonymous=true",
        "MicrosoftAppId=app",
        "MicrosoftAppTenantId=tenant"
    )]
    [InlineData("Production", "MicrosoftAppPassword is missing", "+", "MicrosoftAppPassword=")]
    [InlineData("Production", "MicrosoftAppTenantId is missing", "+", "MicrosoftAppTenantId=")]
    [InlineData(
        "Production",
        "MicrosoftAppTenantId is missing",
        "MicrosoftAppType=UserAssignedMSI",
        "MicrosoftAppId=app",
        "Bot:AllowedTenants:0=tenant"
    )]
    [InlineData("Production", "must be empty with MicrosoftAppType=UserAssignedMSI", "+", "MicrosoftAppType=UserAssignedMSI")]
    [InlineData("Production", "both set", "+", "MicrosoftAppCertificateFile=bot.pfx")]
    [InlineData("Production", "both set", "+", "MicrosoftAppFederatedClientId=identity")]
    [InlineData("Production", "all set", "+", "MicrosoftAppCertificateFile=bot.pfx", "MicrosoftAppFederatedClientId=identity")]
    [InlineData(
        "Production",
        "must be empty with MicrosoftAppType=UserAssignedMSI",
        "MicrosoftAppType=UserAssignedMSI",
        "MicrosoftAppId=app",
        "MicrosoftAppTenantId=tenant",
        "MicrosoftAppFederatedClientId=identity"
    )]
    [InlineData("Production", "MicrosoftAppType must be", "+", "MicrosoftAppType=" + Secret)]
    [InlineData("Production", "MicrosoftAppType must be", "+", "MicrosoftAppType=0")]
    [InlineData(
        "Production",
        "Bot:AllowedTenants is missing",
        "MicrosoftAppType=MultiTenant",
        "MicrosoftAppId=app",
        "MicrosoftAppPassword=p"
    )]
    [InlineData("Production", "Bot:AllowedTenants has an empty entry", "+", "Bot:AllowedTenants:0= ")]
    [InlineData("Production", "Bot:OpenIdMetadataUri must be", "+", "Bot:OpenIdMetadataUri=http://127.0.0.1:5/x")]
    [InlineData("Development", "Bot:OpenIdMetadataUri must be", "+", "Bot:OpenIdMetadataUri=http://keys.example/x")]
    [InlineData("Production", "Bot:LoginAuthority must be", "+", "Bot:LoginAuthority=http://127.0.0.1:6/")]
    [InlineData("Development", "Bot:LoginAuthority must be", "+", "Bot:LoginAuthority=/relative")]
    [InlineData("Development", "Bot:LoginAuthority must be", "+", "Bot:LoginAuthority=http://localhost.example/")]
    [InlineData("Production", "Bot:TokenIssuer must not be empty", "+", "Bot:TokenIssuer=")]
    [InlineData("Production", "Bot:ConnectorScope must not be empty", "+", "Bot:ConnectorScope=")]
    [InlineData("Production", "Bot:ServiceUrlHosts must hold", "+", "Bot:ServiceUrlHosts:0=https://teams.example.com")]
    [InlineData("Production", "Bot:ServiceUrlHosts must hold", "+", "Bot:ServiceUrlHosts:0=*.com")]
    [InlineData("Production", "Bot:ServiceUrlHosts must hold", "+", "Bot:ServiceUrlHosts:0=*")]
    [InlineData("Production", "Bot:ServiceUrlHosts must hold", "+", "Bot:ServiceUrlHosts:0=")]
    [InlineData("Production", "Bot:ConnectorTimeoutSeconds must be", "+", "Bot:ConnectorTimeoutSeconds=0")]
    [InlineData("Production", "Bot:ConnectorTimeoutSeconds must be", "+", "Bot:ConnectorTimeoutSeconds=101")]
    public async Task A_start_that_would_go_wrong_is_refused_with_the_keys_name(
        string environment,
        string complaint,
        params string[] settings
    )
    {
        var all = settings.SelectMany(setting => setting == "+" ? Registered : [setting]);

        var failure = await Should.ThrowAsync<OptionsValidationException>(() => StartAsync(environment, all));

        failure.Failures.ShouldContain(text => text.Contains(complaint, StringComparison.Ordinal), string.Join('\n', failure.Failures));
        failure.Message.ShouldNotContain(Secret);
    }

    private static async Task<BotOptions> StartAsync(string environment, IEnumerable<string> settings)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { EnvironmentName = environment });
        foreach (var setting in settings)
        {
            builder.Configuration[setting[..setting.IndexOf('=', StringComparison.Ordinal)]] = setting[
                (setting.IndexOf('=', StringComparison.Ordinal) + 1)..
            ];
        }

        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Services.AddRoutingCore().AddBotProtocol(builder.Configuration, builder.Environment);
        await using var app = builder.Build();
        await app.StartAsync(TestContext.Current.CancellationToken);
        return app.Services.GetRequiredService<IOptions<BotOptions>>().Value;
    }
}
