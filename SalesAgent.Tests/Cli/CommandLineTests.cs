using System.Globalization;
using System.Text.Json.Nodes;
using SalesAgent.Bot.Cli;
using SalesAgent.Bot.Sandbox.Samples;

namespace SalesAgent.Tests.Cli;

public sealed class CommandLineTests
{
    [Fact]
    public async Task Smoke_prints_one_json_document_about_one_lead_that_went_all_the_way()
    {
        var run = await BotProcess.RunAsync("smoke", "formlead", "--mock", "--json");

        run.ExitCode.ShouldBe(0, run.Error);
        var report = JsonNode.Parse(run.Output)!.AsObject();
        report
            .Select(field => field.Key)
            .ShouldBe(["workflowId", "mode", "status", "draftOnly", "steps", "draft", "slots", "task", "note", "card", "audit"]);
        ((string?)report["mode"], (string?)report["status"], (bool?)report["draftOnly"]).ShouldBe(("mock", "completed", true));

        var steps = report["steps"]!.AsArray();
        steps
            .Select(step => (string?)step!["name"])
            .ShouldBe([
                "extract_prospect",
                "resolve_hubspot",
                "search_email",
                "calendar_availability",
                "generate_message",
                "create_draft",
                "create_hubspot_task",
                "request_approval",
            ]);
        steps.ShouldAllBe(step =>
            (string?)step!["status"] == "done" && (long)step["milliseconds"]! >= 0 && ((string?)step["detail"])!.Length > 0
        );

        var draft = report["draft"]!;
        ((string?)draft["to"]).ShouldBe(SampleData.At(TimeProvider.System.GetUtcNow()).Submissions[0].Who.Email);
        foreach (var field in (string[])["id", "subject", "body"])
            ((string?)draft[field]).ShouldNotBeNullOrWhiteSpace(field);
        ((string?)report["task"]!["id"]).ShouldNotBeNullOrWhiteSpace();
        ((string?)report["note"]!["id"]).ShouldNotBeNullOrWhiteSpace();
        ((string?)report["card"]!["conversationId"]).ShouldNotBeNullOrWhiteSpace();
        ((string?)report["card"]!["activityId"]).ShouldNotBeNullOrWhiteSpace();

        var slots = report["slots"]!.AsArray();
        slots.Count.ShouldBe(3);
        foreach (var slot in slots)
            LiesInWorkingHours(slot!);

        var events = report["audit"]!.AsArray().Select(entry => (string?)entry!["event_type"]).ToArray();
        events[..3].ShouldBe(["prospect_intake", "prospect_research", "draft_created"]);
        events[3..].ShouldBe(["task_created", "note_created", "approval_requested"], ignoreOrder: true);
    }

    [Fact]
    public async Task Smoke_for_people_says_what_came_of_it()
    {
        var run = await BotProcess.RunAsync("smoke", "formlead");

        run.ExitCode.ShouldBe(0, run.Error);
        run.Output.ShouldContain("completed. DRAFT_ONLY is on.");
        run.Output.ShouldContain("the chain is whole");
    }

    [Fact]
    public async Task A_lead_of_ones_own_takes_the_same_way_and_one_that_is_no_lead_is_refused()
    {
        var folder = Directory.CreateTempSubdirectory("salesagent-cli-");
        try
        {
            var form = SampleData.At(TimeProvider.System.GetUtcNow()).Submissions[1].Form();
            await File.WriteAllTextAsync(Path.Combine(folder.FullName, "lead.json"), form.ToJsonString());
            await File.WriteAllTextAsync(Path.Combine(folder.FullName, "nothing.json"), "{}");

            var good = await BotProcess.RunInAsync(folder.FullName, "smoke", "formlead", "--json", "--input", "lead.json");
            var bad = await BotProcess.RunInAsync(folder.FullName, "smoke", "formlead", "--json", "--input", "nothing.json");

            good.ExitCode.ShouldBe(0, good.Error);
            ((string?)JsonNode.Parse(good.Output)!["draft"]!["to"]).ShouldBe(
                SampleData.At(TimeProvider.System.GetUtcNow()).Submissions[1].Who.Email
            );
            (bad.ExitCode, bad.Output).ShouldBe((1, ""));
            bad.Error.ShouldContain("was not accepted");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task The_demo_decides_by_itself_and_ends()
    {
        var run = await BotProcess.RunAsync("demo", "--non-interactive");

        run.ExitCode.ShouldBe(0, run.Error);
        run.Output.ShouldContain("Approved by Alex Wilber");
        run.Output.ShouldContain("not sent");
    }

    [Fact]
    public async Task The_sample_data_is_written_as_one_json_document()
    {
        var folder = Directory.CreateTempSubdirectory("salesagent-cli-");
        try
        {
            var run = await BotProcess.RunInAsync(folder.FullName, "seed", "export", "samples.json");

            run.ExitCode.ShouldBe(0, run.Error);
            var samples = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(folder.FullName, "samples.json")))!.AsObject();
            samples["formSubmissions"]!.AsArray().Count.ShouldBeGreaterThan(0);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("smoke")]
    [InlineData("smoke", "formlead", "--mock", "--live")]
    [InlineData("smoke", "formlead", "--input", "no-such-file.json")]
    [InlineData("seed", "export")]
    [InlineData("audit", "show")]
    [InlineData("demo", "--bogus")]
    [InlineData("auth")]
    [InlineData("auth", "google", "--info", "--revoke")]
    [InlineData("auth", "google", "--revoke", "--drive")]
    [InlineData("auth", "google", "--user", "nobody")]
    public async Task A_usage_error_exits_2_with_a_hint(params string[] arguments)
    {
        var run = await BotProcess.RunAsync(arguments);

        (run.ExitCode, run.Output).ShouldBe((2, ""));
        run.Error.ShouldContain("--help");
        run.Error.ShouldNotContain("   at ");
    }

    [Fact]
    public async Task Help_lists_every_command()
    {
        var run = await BotProcess.RunAsync("--help");

        run.ExitCode.ShouldBe(0, run.Error);
        string[] commands = [.. CommandLine.Root().Subcommands.Select(command => command.Name)];
        commands.Length.ShouldBeGreaterThan(5);
        foreach (var command in commands)
            run.Output.ShouldMatch($@"\n  {command}\b");
    }

    [Fact]
    public async Task Serving_with_nothing_configured_names_everything_that_is_missing()
    {
        var run = await BotProcess.RunAsync();

        run.ExitCode.ShouldBe(1, run.Error);
        foreach (var key in (string[])["SecretKey", "MicrosoftAppId", "Bot:AllowedTenants", "HubSpot:ClientSecret", "Reps"])
            run.Error.ShouldContain(key);
        run.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries).ShouldAllBe(line => line.StartsWith("Configuration: "));
        (run.Output + run.Error).ShouldNotContain("   at ");
    }

    [Fact]
    public async Task The_sandbox_refuses_to_run_outside_development()
    {
        var run = await BotProcess.RunAsync("--Sandbox:Enabled=true");

        run.ExitCode.ShouldBe(1);
        run.Error.ShouldContain("Sandbox:Enabled is true outside Development");
    }

    [Theory]
    [InlineData("0123456789abcdefghjk")]
    [InlineData("nobody@acme.example")]
    [InlineData("not-a-lead")]
    public async Task The_story_of_somebody_unknown_is_not_there(string subject)
    {
        var run = await BotProcess.RunSandboxedAsync("audit", "show", subject);

        (run.ExitCode, run.Output).ShouldBe((1, ""));
        run.Error.Trim().ShouldBe("No lead is known by that id or address.");
    }

    private static void LiesInWorkingHours(JsonNode slot)
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById((string)slot["timeZone"]!);
        var start = TimeZoneInfo.ConvertTime(At(slot["start"]), zone);
        var end = TimeZoneInfo.ConvertTime(At(slot["end"]), zone);

        (end - start).ShouldBe(TimeSpan.FromMinutes(30));
        start.ShouldBeGreaterThan(TimeProvider.System.GetUtcNow());
        start.DayOfWeek.ShouldNotBeOneOf(DayOfWeek.Saturday, DayOfWeek.Sunday);
        start.TimeOfDay.ShouldBeGreaterThanOrEqualTo(TimeSpan.FromHours(9));
        end.TimeOfDay.ShouldBeLessThanOrEqualTo(TimeSpan.FromHours(17));
        ((string?)slot["display"]).ShouldNotBeNullOrWhiteSpace();
    }

    private static DateTimeOffset At(JsonNode? time) => DateTimeOffset.Parse((string)time!, CultureInfo.InvariantCulture);
}
