using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using SalesAgent.Bot;
using SalesAgent.Bot.Cli;
using SalesAgent.Bot.Sandbox;
using SalesAgent.Tests.Support;

namespace SalesAgent.Tests;

public sealed class SalesAgentAppTests
{
    [Theory]
    [InlineData("Staging")]
    [InlineData("Production")]
    public async Task The_sandbox_is_refused_outside_Development(string environment)
    {
        var settings = new Dictionary<string, string?> { ["Sandbox:Enabled"] = "true" };
        var setup = new AppSetup
        {
            Environment = environment,
            StandIn = new SandboxStandIn(),
            Settings = settings,
        };

        var refusal = await Should.ThrowAsync<InvalidOperationException>(() => SalesAgentApp.BuildAsync(setup));

        refusal.Message.ShouldContain("Sandbox:Enabled is true outside Development");
    }

    [Fact]
    public async Task The_app_by_itself_has_no_sandbox_and_says_so()
    {
        var settings = new Dictionary<string, string?> { ["Sandbox:Enabled"] = "true" };
        var setup = new AppSetup { Environment = Environments.Development, Settings = settings };

        var refusal = await Should.ThrowAsync<InvalidOperationException>(() => SalesAgentApp.BuildAsync(setup));

        refusal.Message.ShouldContain("brings no sandbox");
    }

    [Fact]
    public async Task Every_problem_of_a_configuration_is_named_at_once_and_no_value_is_shown()
    {
        var settings = new Dictionary<string, string?>
        {
            ["SecretKey"] = "too-short-a-secret",
            ["Google:DevelopmentAccessToken"] = "a-token-nobody-should-see",
            ["HubSpot:ClientSecret"] = SandboxCredentials.HubSpotClientSecret,
            ["Reps:0:Name"] = "Somebody",
            ["Reps:0:Email"] = "not-an-address",
            ["Urls"] = "http://127.0.0.1:0",
        };
        await using var app = await SalesAgentApp.BuildAsync(new AppSetup { Environment = Environments.Production, Settings = settings });

        var refusal = await Should.ThrowAsync<OptionsValidationException>(() => app.StartAsync());

        var said = string.Join('\n', refusal.Failures);
        foreach (
            var key in new[]
            {
                "SecretKey",
                "MicrosoftAppId",
                "HubSpot:ClientSecret",
                "Google:DevelopmentAccessToken",
                "Reps:0:Email",
                "Reps:0:AadObjectId",
                "Reps:0:TimeZone",
            }
        )
        {
            said.ShouldContain(key);
        }

        foreach (
            var value in new[]
            {
                "too-short-a-secret",
                "a-token-nobody-should-see",
                SandboxCredentials.HubSpotClientSecret,
                "not-an-address",
            }
        )
        {
            said.ShouldNotContain(value);
        }
    }

    [Theory]
    [InlineData("Work:ClaimSeconds", "20")]
    [InlineData("Connectors:WriteTimeout", "00:00:20")]
    [InlineData("Bot:ConnectorTimeoutSeconds", "30")]
    public async Task A_claim_that_does_not_outlast_what_it_protects_is_refused(string key, string value)
    {
        var settings = new Dictionary<string, string?>
        {
            ["Sandbox:Enabled"] = "true",
            ["Urls"] = "http://127.0.0.1:0",
            [key] = value,
        };
        await using var app = await SalesAgentApp.BuildAsync(
            new AppSetup
            {
                Environment = Environments.Development,
                StandIn = new SandboxStandIn(),
                Settings = settings,
            }
        );

        var refusal = await Should.ThrowAsync<OptionsValidationException>(() => app.StartAsync());

        refusal.Failures.ShouldHaveSingleItem().ShouldStartWith("Work:ClaimSeconds must be more than");
    }

    [Fact]
    public async Task Each_instance_in_a_process_keeps_its_own_log_and_goes_on_when_another_ends()
    {
        await using var staying = await RunningAgent.StartAsync(installed: false);
        await using (var ending = await RunningAgent.StartAsync(installed: false))
        {
            Log(ending, "from the one that ends");
            Log(staying, "from the one that stays");
            ending.Log.Texts.ShouldContain(text => text.StartsWith("from the one that ends\n", StringComparison.Ordinal));
            ending.Log.Texts.ShouldNotContain(text => text.StartsWith("from the one that stays\n", StringComparison.Ordinal));
        }

        Log(staying, "afterwards");
        staying
            .Log.Texts.Select(text => text.Split('\n')[0])
            .Where(text => text.StartsWith("from", StringComparison.Ordinal) || text == "afterwards")
            .ShouldBe(["from the one that stays", "afterwards"]);

        // A new logger each time: one that was made before would hold on to whatever it was given.
        static void Log(RunningAgent agent, string text) => agent.Get<ILoggerFactory>().CreateLogger(text).LogWarning("{Text:l}", text);
    }
}
