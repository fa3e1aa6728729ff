using System.Text.Json.Nodes;
using SalesAgent.Bot.Operations.Settings;

namespace SalesAgent.Tests.Cli;

/// <summary><c>secrets check</c>, as a process of its own.</summary>
public sealed class SecretsCheckTests
{
    [Fact]
    public async Task With_nothing_configured_it_names_what_is_missing_and_fails()
    {
        var run = await BotProcess.RunAsync("secrets", "check", "--json");

        run.ExitCode.ShouldBe(1);
        var report = JsonNode.Parse(run.Output)!;
        ((string?)report["environment"], (string?)report["status"]).ShouldBe(("Production", "failed"));
        report["connectors"]!.AsArray().ShouldBeEmpty();
        var missing = report["settings"]!
            .AsArray()
            .Where(setting => (string?)setting!["state"] == "missing" && (string?)setting["severity"] == "critical")
            .Select(setting => (string?)setting!["key"]);
        missing.ShouldBe(["SecretKey", "MicrosoftAppId", "MicrosoftAppTenantId", "MicrosoftAppPassword", "HubSpot:ClientSecret"]);
        report["settings"]!
            .AsArray()
            .ShouldContain(setting => ((string?)setting!["problem"] ?? "").StartsWith("Reps: list at least one rep"));
    }

    [Fact]
    public async Task With_the_sandbox_everything_is_there_and_answers()
    {
        var run = await BotProcess.RunSandboxedAsync("secrets", "check");

        run.ExitCode.ShouldBe(0, run.Output + run.Error);
        run.Output.ShouldContain("critical in Development");
        run.Output.ShouldMatch(@"present +Reps:0:Email +sandbox");
        run.Output.ShouldMatch(@"present +Storage:Path +default");
        run.Output.ShouldMatch(@"healthy +hubspot");
        run.Output.ShouldEndWith("Ready to start.\n");
    }

    [Fact]
    public async Task Strict_fails_on_what_is_optional_and_missing()
    {
        var run = await BotProcess.RunSandboxedAsync("secrets", "check", "--strict");

        run.ExitCode.ShouldBe(1);
        run.Output.ShouldMatch(@"missing +HubSpot:PreviousClientSecret");
    }

    [Fact]
    public async Task A_connector_that_does_not_answer_fails_it_although_every_setting_is_there()
    {
        var run = await BotProcess.RunWithAsync(
            [
                ("SecretKey", "a-long-random-text-of-this-installation-0123"),
                ("MicrosoftAppId", "0b5e0000-0000-4000-8000-000000000001"),
                ("MicrosoftAppTenantId", "0b5e0000-0000-4000-8000-000000000002"),
                ("MicrosoftAppPassword", "of-the-app"),
                ("HubSpot__ClientSecret", "of-the-portal"),
                ("HubSpot__AccessToken", "pat-x"),
                ("HubSpot__PortalId", "1"),
                ("HubSpot__BaseUri", "http://127.0.0.1:1"),
                ("Reps__0__Name", "Alex"),
                ("Reps__0__Email", "alex@sales.test"),
                ("Reps__0__AadObjectId", "0b5e0000-0000-4000-8000-000000000003"),
                ("Reps__0__TimeZone", "Europe/Berlin"),
            ],
            "secrets",
            "check"
        );

        run.ExitCode.ShouldBe(1);
        run.Output.ShouldNotContain("invalid");
        run.Output.ShouldMatch(@"unhealthy +hubspot");
        run.Output.ShouldEndWith("Not ready: see above.\n");
    }

    [Theory]
    [InlineData("secrets", "check")]
    [InlineData("secrets", "check", "--json")]
    [InlineData]
    public async Task No_part_of_any_value_is_ever_printed(params string[] command)
    {
        // Each text is wrong for its setting, so that every complaint there is has its chance to quote one.
        var texts = SettingsList.All.ToDictionary(
            setting => setting.Key.Replace(":n", ":0", StringComparison.Ordinal),
            _ => $"zq{Guid.NewGuid():N}"
        );
        var environment = texts
            .Where(text => text.Key != "Sandbox:Enabled")
            .Select(text => (text.Key.Replace(":", "__", StringComparison.Ordinal), text.Value))
            .ToArray();

        var run = await BotProcess.RunWithAsync(environment, command);

        run.ExitCode.ShouldBe(1, run.Output);
        run.Error.Length.ShouldBeGreaterThan(command.Length == 0 ? 500 : -1);
        foreach (var (key, text) in texts)
        {
            for (var at = 0; at + 8 <= text.Length; at += 4)
            {
                (run.Output + run.Error)
                    .Contains(text.Substring(at, 8), StringComparison.OrdinalIgnoreCase)
                    .ShouldBeFalse($"{key} was printed.");
            }
        }
    }

    [Fact]
    public async Task Everything_that_is_wrong_is_said_at_once_with_its_key()
    {
        var run = await BotProcess.RunSandboxedWithAsync([
            ("Work__LeaseSeconds", "soon"),
            ("Connectors__MaxAttempts", "99"),
            ("Connectors__ReadTimeout", "a while"),
            ("Drafting__Provider", "OpenAI"),
            ("Scheduling__WorkingHours", "always"),
            ("Storage__Path", " "),
            ("Bot__ConnectorTimeoutSeconds", "0"),
        ]);

        run.ExitCode.ShouldBe(1);
        foreach (
            var problem in (string[])
                [
                    "Work:LeaseSeconds must be a whole number",
                    "Connectors:MaxAttempts must be between 1 and 5",
                    "Connectors:ReadTimeout must be a duration",
                    "Drafting:Model is needed",
                    "Drafting:ApiKey is needed",
                    "Scheduling:WorkingHours cannot be read",
                    "Storage:Path is required",
                    "Bot:ConnectorTimeoutSeconds must be from 1 to 100",
                ]
        )
        {
            run.Error.ShouldContain("Configuration: " + problem);
        }
    }
}
