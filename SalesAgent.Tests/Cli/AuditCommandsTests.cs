using System.Text.Json.Nodes;
using Microsoft.Data.Sqlite;
using SalesAgent.Bot.Cli.Audit;

namespace SalesAgent.Tests.Cli;

public sealed class AuditCommandsTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("salesagent-cli-");

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public async Task What_happened_is_verified_and_exported_and_what_was_tampered_with_is_named()
    {
        // Two entries about no single lead.
        (await RunAsync("stop", "everything")).ExitCode.ShouldBe(0);
        (await RunAsync("resume")).ExitCode.ShouldBe(0);

        var whole = await RunAsync("audit", "verify", "--json");
        whole.ExitCode.ShouldBe(0, whole.Error);
        var report = JsonNode.Parse(whole.Output)!.AsObject();
        report
            .Select(field => field.Key)
            .ShouldBe([
                "status",
                "leads",
                "entries",
                "removedByRetention",
                "systemEntries",
                "anchors",
                "anchoredUntil",
                "anchorHash",
                "faultCount",
                "faults",
            ]);
        ((string?)report["status"], (int?)report["systemEntries"], (int?)report["faultCount"]).ShouldBe(("whole", 2, 0));

        var json = await RunAsync("audit", "export");
        json.ExitCode.ShouldBe(0, json.Error);
        var entries = JsonNode.Parse(json.Output)!.AsArray();
        entries.Select(entry => (string?)entry!["action"]).ShouldBe(["stopped", "resumed"]);
        entries[0]!
            .AsObject()
            .Select(field => field.Key)
            .ShouldBe([
                "chain",
                "event_id",
                "timestamp",
                "event_type",
                "actor",
                "resource",
                "action",
                "status",
                "details",
                "metadata",
                "sequence",
                "previous_hash",
                "details_state",
            ]);

        var csv = await RunAsync("audit", "export", "--format", "csv", "--from", "2026-01-01", "--to", "2999-12-31", "--out", "audit.csv");
        (csv.ExitCode, csv.Output).ShouldBe((0, ""), csv.Error);
        var lines = (await File.ReadAllTextAsync(Path.Combine(folder.FullName, "audit.csv"))).Split("\r\n");
        lines.Length.ShouldBe(4);
        lines[0].ShouldStartWith("\"chain\",\"event_id\",\"timestamp\"");
        lines[1].ShouldContain("\"config_change\",\"command_line\",\"policy\",\"stopped\",\"success\"");

        (await RunAsync("audit", "export", "--to", "2020-01-31")).Output.ReplaceLineEndings("").ShouldBe("[]");

        Tamper("UPDATE record SET body = replace(body, 'stopped', 'nothing') WHERE partition = 'audit:system' AND key = 'audit.000001'");
        var broken = await RunAsync("audit", "verify");
        broken.ExitCode.ShouldBe(1);
        broken.Output.ShouldStartWith("system: entry 1 was changed.");
        broken.Output.ShouldContain("THE AUDIT IS BROKEN: 1 fault.");
    }

    [Theory]
    [InlineData("--from must be a day such as 2026-11-01.", "--from", "yesterday")]
    [InlineData("--to must be a day such as 2026-11-01.", "--to", "2026-02-30")]
    [InlineData("--from must not be after --to.", "--from", "2026-02-02", "--to", "2026-02-01")]
    [InlineData("Argument 'xml' not recognized", "--format", "xml")]
    public async Task An_export_of_no_days_or_of_no_format_is_a_usage_error(string said, params string[] options)
    {
        var run = await RunAsync(["audit", "export", .. options]);

        (run.ExitCode, run.Output).ShouldBe((2, ""));
        run.Error.ShouldContain(said);
    }

    [Fact]
    public async Task A_store_that_cannot_be_opened_is_an_error_and_not_a_whole_audit()
    {
        await File.WriteAllTextAsync(
            Path.Combine(folder.FullName, "salesagent.db"),
            "This is no database, and it is long enough to be looked at as one: it is not."
        );

        var run = await RunAsync("audit", "verify", "--json");

        (run.ExitCode, run.Output).ShouldBe((1, ""));
        run.Error.ShouldContain("storage file");
    }

    [Fact]
    public async Task Without_an_audit_it_does_not_start_outside_development()
    {
        var run = await BotProcess.RunAsync("--Audit:Enabled=false");

        run.ExitCode.ShouldBe(1);
        run.Error.ShouldContain("Configuration: Audit:Enabled is false outside Development");
    }

    [Fact]
    public async Task In_development_it_may_be_off_and_then_nothing_is_written()
    {
        (await RunWithAsync([("Audit__Enabled", "false")], "stop", "everything")).ExitCode.ShouldBe(0);

        (await RunAsync("audit", "verify")).Output.ShouldContain("0 entries about no single lead");
    }

    [Theory]
    [InlineData("plain", "\"plain\"")]
    [InlineData("said \"no\"", "\"said \"\"no\"\"\"")]
    [InlineData("=1+1", "\"'=1+1\"")]
    [InlineData("+49 30 1", "\"'+49 30 1\"")]
    [InlineData("-2", "\"'-2\"")]
    [InlineData("@SUM(A1)", "\"'@SUM(A1)\"")]
    [InlineData("＝1", "\"'＝1\"")]
    [InlineData("  =1", "\"  '=1\"")]
    [InlineData("\t=1", "\"\t'=1\"")]
    [InlineData("a\r\n=1", "\"a\r\n'=1\"")]
    [InlineData("a;=1", "\"a;'=1\"")]
    [InlineData("a, =1", "\"a, '=1\"")]
    [InlineData("\",=1", "\"\"\",'=1\"")]
    [InlineData("a=1 b-2 c@d", "\"a=1 b-2 c@d\"")]
    [InlineData(null, "\"\"")]
    public void A_cell_is_never_a_formula(string? cell, string line)
    {
        SpreadsheetCsv.Line(cell).ShouldBe(line + "\r\n");
        SpreadsheetCsv.Line("first", cell).ShouldBe($"\"first\",{line}\r\n");
    }

    private Task<BotProcess> RunAsync(params string[] arguments) => RunWithAsync([], arguments);

    private async Task<BotProcess> RunWithAsync((string, string)[] environment, params string[] arguments) =>
        await BotProcess.RunSandboxedWithAsync(
            [("Storage__Path", Path.Combine(folder.FullName, "salesagent.db")), .. environment],
            [.. arguments.Select(word => word == "audit.csv" ? Path.Combine(folder.FullName, word) : word)]
        );

    private void Tamper(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={Path.Combine(folder.FullName, "salesagent.db")};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // A statement of the test above.
        command.CommandText = sql;
#pragma warning restore CA2100
        command.ExecuteNonQuery().ShouldBe(1);
    }
}
