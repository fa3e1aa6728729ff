using System.Text.Json.Nodes;
using Microsoft.Data.Sqlite;
using SalesAgent.Core.Audit;
using SalesAgent.Core.Evidence.Checks;
using SalesAgent.Core.Records;
using SalesAgent.Core.Storage;
using SalesAgent.Tests.Storage;

namespace SalesAgent.Tests.Evidence.Checks;

/// <summary>Whoever can write into the store tries to make the audit tell something else. Mostly with SQL, as at the file itself.</summary>
public sealed class TamperTests : IAsyncLifetime
{
    private readonly SqliteUnderTest storage = new();
    private readonly AuditWorld audit;
    private LeadId victim;
    private LeadId bystander;

    public TamperTests() => audit = new AuditWorld(storage.Records, AuditWorld.Noon());

    /// <summary>Two leads of three entries, anchored; two entries about no single lead; three anchors.</summary>
    public async ValueTask InitializeAsync()
    {
        victim = await audit.SettledAsync(1);
        bystander = await audit.SettledAsync(2);
        await audit.System.AppendAsync(AuditEvent.Stopped("command_line"), CancellationToken.None);
        await audit.System.AppendAsync(AuditEvent.Resumed("command_line"), CancellationToken.None);
        for (var day = 0; day < 3; day++)
            await audit.PassAsync();
        (await audit.VerdictAsync()).Faults.ShouldBeEmpty();
    }

    public ValueTask DisposeAsync() => storage.DisposeAsync();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task An_edited_entry_is_named(int entry)
    {
        Sql(
            "UPDATE record SET body = replace(body, 'salesagent', 'somebody') WHERE partition = $victim AND key = $key",
            ("$key", KeyOf(entry))
        );
        Sql(
            "UPDATE record SET body = replace(body, 'hubspot', 'somebody') WHERE partition = $victim AND key = $key",
            ("$key", KeyOf(entry))
        );

        await IsFoundAsync($"entry {entry} was changed");
    }

    [Fact]
    public async Task A_removed_entry_is_named()
    {
        Sql("DELETE FROM record WHERE partition = $victim AND key = $key", ("$key", KeyOf(2)));

        await IsFoundAsync("entry 2 is missing");
    }

    [Fact]
    public async Task Entries_that_changed_places_are_named()
    {
        Sql("UPDATE record SET key = 'x' WHERE partition = $victim AND key = $key", ("$key", KeyOf(1)));
        Sql("UPDATE record SET key = $to WHERE partition = $victim AND key = $key", ("$key", KeyOf(2)), ("$to", KeyOf(1)));
        Sql("UPDATE record SET key = $to WHERE partition = $victim AND key = 'x'", ("$to", KeyOf(2)));

        await IsFoundAsync("entry 1 is out of order");
    }

    [Fact]
    public async Task A_tail_that_was_cut_off_is_found_also_with_the_end_moved()
    {
        Sql("DELETE FROM record WHERE partition = $victim AND key = $key", ("$key", KeyOf(3)));
        await IsFoundAsync("3 entries were written, 2 are there");

        var rows = await audit.Leads.AuditEntriesAsync(victim, CancellationToken.None);
        await SetEndAsync(2, AuditChain.HashOf(rows[1].Body));
        await IsFoundAsync("3 entries were there when it was anchored for 2026-03-02, 2 are there");
    }

    [Fact]
    public async Task A_chain_that_was_written_anew_is_found_by_its_anchor()
    {
        var (chain, entries) = AuditChain
            .Begin()
            .Append(
                [
                    AuditEvent.ProspectIntake(victim.Value, "hubspot", "FormSubmission", "x"),
                    AuditEvent.TaskCreated(victim.Value, "a"),
                    AuditEvent.TaskCreated(victim.Value, "b"),
                    AuditEvent.TaskCreated(victim.Value, "c"),
                ],
                audit.Time.GetUtcNow()
            );
        await audit.CommitAsync(
            $"lead:{victim}",
            [.. entries.Cast<RecordOperation.Add>().Select(add => new RecordOperation.Put(add.Key, add.Body))]
        );
        await SetEndAsync(chain.Count, chain.LastHash);

        await IsFoundAsync("entry 3 is not the one that was anchored for 2026-03-02", startsWith: true);
    }

    [Fact]
    public async Task A_lead_that_was_taken_away_is_missed()
    {
        Sql("DELETE FROM record WHERE partition = $victim");

        await IsFoundAsync("it is gone, and no retention removed it");
    }

    [Fact]
    public async Task A_lead_that_was_taken_away_before_it_was_anchored_is_missed_once_it_was_settled()
    {
        var young = await audit.SettledAsync(3);
        Sql("DELETE FROM record WHERE partition = $lead", ("$lead", $"lead:{young}"));

        (await audit.VerdictAsync())
            .Faults.ShouldHaveSingleItem()
            .ShouldBe(new AuditFault($"lead:{young}", "it is gone, and no retention removed it"));
    }

    [Fact]
    public async Task A_row_of_the_ledger_that_was_spoilt_is_found()
    {
        var young = await audit.SettledAsync(3);
        Sql("UPDATE record SET body = 'no' WHERE key = $key", ("$key", $"settled.{young}"));

        (await audit.VerdictAsync()).Faults.ShouldHaveSingleItem().Chain.ShouldBe("ledger");
    }

    [Theory]
    [InlineData("DELETE FROM record WHERE partition = $victim AND key = 'state.audit-chain'", "the end of its chain is missing")]
    [InlineData(
        "UPDATE record SET body = '{' WHERE partition = $victim AND key = 'state.audit-chain'",
        "the end of its chain was changed: it cannot be read"
    )]
    public async Task An_end_that_was_tampered_with_is_found(string sql, string problem)
    {
        Sql(sql);

        await IsFoundAsync(problem);
    }

    [Fact]
    public async Task A_note_that_somebody_else_wrote_explains_nothing()
    {
        Sql("DELETE FROM record WHERE partition = $victim");
        var forger = new AuditWorld(storage.Records, audit.Time, secretKey: "another-secret-key-of-somebody-else-entirely");
        await forger.Book.TryWriteAsync(new() { Day = new(2026, 3, 2), BegunAt = audit.Time.GetUtcNow() }, null, CancellationToken.None);

        await IsFoundAsync("it is gone, and no retention removed it");
    }

    [Theory]
    [InlineData("DELETE FROM record WHERE partition = 'audit:system' AND key = 'audit.000001'", "system", "entry 1 is missing")]
    [InlineData(
        "UPDATE record SET body = replace(body, 'command_line', 'nobody') WHERE partition = 'audit:system' AND key = 'audit.000001'",
        "system",
        "entry 1 was changed"
    )]
    [InlineData(
        "UPDATE record SET body = replace(body, 'command_line', 'nobody') WHERE partition = 'audit:system' AND key = 'audit.000002'",
        "system",
        "entry 2 was changed"
    )]
    [InlineData(
        "DELETE FROM record WHERE partition = 'audit:system'",
        "system",
        "2 entries were there when it was anchored for 2026-03-02, 0 are there"
    )]
    [InlineData(
        "UPDATE record SET body = 'no' WHERE partition = 'audit:system' AND key = 'audit-chain'",
        "system",
        "the end of the chain was changed: it cannot be read"
    )]
    [InlineData(
        "UPDATE record SET body = replace(body, '\"heads\":2', '\"heads\":1') WHERE partition = 'audit:anchors' AND key = 'day.20260302'",
        "anchors",
        "the anchor of 2026-03-02 was changed, or written with another SecretKey"
    )]
    [InlineData(
        "UPDATE record SET body = 'no' WHERE partition = 'audit:anchors' AND key = 'day.20260303'",
        "anchors",
        "the anchor day.20260303 was changed: it is none, or of another day"
    )]
    [InlineData(
        "DELETE FROM record WHERE partition = 'audit:anchors' AND key = 'day.20260302'",
        "anchors",
        "the anchors before 2026-03-03 are missing"
    )]
    [InlineData(
        "DELETE FROM record WHERE partition = 'audit:anchors' AND key = 'day.20260303'",
        "anchors",
        "the anchor of 2026-03-03 is missing"
    )]
    [InlineData(
        "DELETE FROM record WHERE partition = 'audit:anchors' AND key = 'day.20260304'",
        "anchors",
        "the anchors up to 2026-03-04 are missing after 2026-03-03"
    )]
    [InlineData(
        "DELETE FROM record WHERE partition = 'audit:anchors' AND key LIKE 'day.%'",
        "anchors",
        "the anchors up to 2026-03-04 are missing"
    )]
    [InlineData("DELETE FROM record WHERE partition = 'audit:anchors' AND key = 'end'", "anchors", "the end of the chain is missing")]
    [InlineData(
        "UPDATE record SET body = replace(body, '2026-03-04', '2026-03-03') WHERE partition = 'audit:anchors' AND key = 'end'",
        "anchors",
        "the end of the chain was changed, or written with another SecretKey"
    )]
    public async Task What_is_about_no_single_lead_and_the_anchors_are_watched_too(string sql, string chain, string problem)
    {
        Sql(sql);

        (await audit.VerdictAsync()).Faults.ShouldHaveSingleItem().ShouldBe(new AuditFault(chain, problem));
    }

    [Fact]
    public async Task A_part_of_an_anchor_that_was_changed_is_found()
    {
        Sql(
            "UPDATE record SET body = replace(body, $id, $other) WHERE partition = 'audit:heads:20260302'",
            ("$id", victim.Value),
            ("$other", bystander.Value)
        );

        (await audit.VerdictAsync())
            .Faults.ShouldHaveSingleItem()
            .ShouldBe(new AuditFault("anchors", "a part of the anchor of 2026-03-02 is missing or was changed"));
    }

    [Fact]
    public async Task An_end_that_was_changed_is_not_gone_on_from()
    {
        Sql("UPDATE record SET body = replace(body, '2026-03-04', '2026-03-03') WHERE partition = 'audit:anchors' AND key = 'end'");

        await audit.PassAsync();

        (await audit.AnchorsAsync()).Count.ShouldBe(3);
    }

    [Fact]
    public async Task An_anchor_that_cannot_be_trusted_removes_no_lead()
    {
        Sql(
            "UPDATE record SET body = replace(body, '\"looked_at\":\"2026', '\"looked_at\":\"2016') WHERE partition = 'audit:anchors' AND key = 'day.20260302'"
        );

        await audit.Retention.GoOnAsync(CancellationToken.None);

        (await audit.RowsAsync(victim)).ShouldNotBeEmpty();
    }

    [Fact]
    public async Task The_export_says_what_it_had_to_leave_out()
    {
        Sql("UPDATE record SET body = 'no' WHERE partition = $victim AND key = $key", ("$key", KeyOf(2)));
        var leftOut = new List<string>();

        var lines = await audit.Export.ReadAsync(new(2026, 3, 2), new(2026, 3, 2), leftOut.Add, CancellationToken.None).ToListAsync();

        lines.Count.ShouldBe(7);
        leftOut.ShouldHaveSingleItem().ShouldBe($"lead:{victim}: audit.000002 was changed and cannot be read.");
    }

    [Fact]
    public async Task A_store_that_cannot_be_read_is_not_called_whole()
    {
        storage.Database.Dispose();

        await Should.ThrowAsync<Exception>(audit.VerdictAsync);
    }

    private static string KeyOf(int entry) => AuditChain.KeyOf(entry);

    private async Task IsFoundAsync(string problem, bool startsWith = false)
    {
        var verdict = await audit.VerdictAsync();
        var fault = verdict.Faults.ShouldHaveSingleItem();
        fault.Chain.ShouldBe($"lead:{victim}");
        if (startsWith)
            fault.Problem.ShouldStartWith(problem);
        else
            fault.Problem.ShouldBe(problem);
        (verdict.Leads, verdict.FaultCount).ShouldBe((2, 1));
    }

    private async Task SetEndAsync(int count, string hash)
    {
        var end = (await storage.Records.FindAsync($"lead:{victim}", LeadRecords.ChainKey, CancellationToken.None))!;
        var body = JsonNode.Parse(end.Body)!;
        (body["Count"], body["LastHash"]) = (count, hash);
        await audit.CommitAsync($"lead:{victim}", new RecordOperation.Put(LeadRecords.ChainKey, body.ToJsonString()));
    }

    private void Sql(string sql, params (string Name, string Value)[] values)
    {
        using var connection = storage.Connect();
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The statements are those of the tests above.
        command.CommandText = sql;
#pragma warning restore CA2100
        command.Parameters.Add(new SqliteParameter("$victim", $"lead:{victim}"));
        foreach (var (name, value) in values)
            command.Parameters.Add(new SqliteParameter(name, value));
        command.ExecuteNonQuery().ShouldBeGreaterThanOrEqualTo(0);
    }
}
