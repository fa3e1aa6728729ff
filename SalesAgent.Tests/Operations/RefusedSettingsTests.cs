using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using SalesAgent.Bot;
using SalesAgent.Bot.Operations.Operators;
using SalesAgent.Bot.Sandbox;
using SalesAgent.Core.Secrets;

namespace SalesAgent.Tests.Operations;

/// <summary>A configuration that starts outside Development, and what it no longer starts with when one setting of it is another.</summary>
public sealed class RefusedSettingsTests
{
    private const string Http = "http://vendor.example/";

    /// <summary>What may not be set so; null: what may not be missing.</summary>
    public static TheoryData<string, string?> Unsafe =>
        new()
        {
            { "SecretKey", null },
            { "SecretKey", "one-that-is-too-short" },
            { "SecretKey", InstallationOptions.DevelopmentSecretKey },
            { "PreviousSecretKey", "one-that-is-too-short" },
            { "PreviousSecretKey", InstallationOptions.DevelopmentSecretKey },
            { "OperatorKeys", "a-key-in-the-place-of-the-list" },
            { "OperatorKeys:0:Name", null },
            { "OperatorKeys:0:Name", "two words" },
            { "OperatorKeys:0:Hash", null },
            { "OperatorKeys:0:Hash", "the-key-itself-and-no-hash-of-it" },
            { "OperatorKeys:0:Hash", "g1c5f83b1ea2bdee8cfbe3fb9b4ac9ea0a2a3c5c7ff0cf7ddb3b22b19ba2cd0f" },
            { "OperatorKeys:0:Hash", NewOperatorKey.HashOf("") },
            { "OperatorKeys:0:Hash", NewOperatorKey.HashOf("changeme") },
            { "OperatorKeys:0:Hash", NewOperatorKey.HashOf(InstallationOptions.DevelopmentSecretKey) },
            { "OperatorKeys:0:Hash", NewOperatorKey.HashOf(SandboxCredentials.HubSpotClientSecret) },
            { "OperatorKeys:0:Hash", NewOperatorKey.HashOf(SandboxCredentials.GoogleClientSecret) },
            { "OperatorKeys:0:Hash", NewOperatorKey.HashOf("nobody-calls-with-this-text-0123456789abcdef") },
            { "OperatorKeys:0:Hash", NewOperatorKey.HashOf("a-client-secret-of-a-real-app").ToUpperInvariant() },
            { "OperatorKeys:0:Key", "a-key-in-clear" },
            { "HubSpot:ClientSecret", null },
            { "Sandbox:Enabled", "true" },
            { "Bot:AllowAnonymous", "true" },
            { "Google:DevelopmentAccessToken", "a-token-of-a-developer" },
            { "Audit:Enabled", "false" },
            { "Mode:DraftOnly", "false" },
            { "Mode:AllowAutoSend", "true" },
            { "Mode:RequireApproval", "false" },
            { "Bot:OpenIdMetadataUri", Http },
            { "Bot:LoginAuthority", Http },
            { "HubSpot:BaseUri", Http },
            { "HubSpot:PublicBaseUri", Http },
            { "Google:AuthUri", Http },
            { "Google:TokenUri", Http },
            { "Google:RevokeUri", Http },
            { "Google:Gmail:BaseUri", Http },
            { "Google:Calendar:BaseUri", Http },
        };

    [Theory]
    [MemberData(nameof(Unsafe))]
    public async Task Outside_development_it_does_not_start_with_it_and_says_which_setting_it_is(string key, string? value)
    {
        foreach (var environment in (string[])[Environments.Staging, Environments.Production])
        {
            (await WhyNotAsync(environment, null)).ShouldBeEmpty(environment);

            var refusal = (await WhyNotAsync(environment, (key, value))).ShouldHaveSingleItem();

            refusal.ShouldContain(key.EndsWith(":Key", StringComparison.Ordinal) ? key[..^4] : key);
            if (value is not (null or "true" or "false"))
                refusal.ShouldNotContain(value);
        }
    }

    private static async Task<IReadOnlyList<string>> WhyNotAsync(string environment, (string Key, string? Value)? spoiled)
    {
        var folder = Directory.CreateTempSubdirectory("salesagent-test-");
        try
        {
            var settings = OperatorRoutesTests.Production(folder);
            if (spoiled is var (key, value))
                settings[key] = value;
            await using var app = await SalesAgentApp.BuildAsync(
                new AppSetup
                {
                    Environment = environment,
                    Settings = settings,
                    QuietBelow = Serilog.Events.LogEventLevel.Fatal,
                }
            );
            await app.StartAsync();
            return [];
        }
        catch (OptionsValidationException refusal)
        {
            return [.. refusal.Failures];
        }
        catch (InvalidOperationException refusal)
        {
            // The sandbox is asked about before there is anything else.
            return [refusal.Message];
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
