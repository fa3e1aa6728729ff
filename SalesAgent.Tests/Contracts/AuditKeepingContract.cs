using Microsoft.Extensions.Time.Testing;
using SalesAgent.Core.Audit;
using SalesAgent.Core.Evidence.Export;
using SalesAgent.Core.Records;
using SalesAgent.Core.Records.Ledger;
using SalesAgent.Core.Storage;
using SalesAgent.Tests.Evidence;
using SalesAgent.Tests.Records;

namespace SalesAgent.Tests.Contracts;

/// <summary>What anchors, verifying, export and retention promise on every back end; one subclass for each.</summary>
public abstract class AuditKeepingContract(StorageUnderTest storage) : StorageContract(storage)
{
    private readonly FakeTimeProvider time = AuditWorld.Noon();
    private readonly CancellationToken cancellation = TestContext.Current.CancellationToken;

    private AuditWorld audit = null!;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        audit = new AuditWorld(Storage.Records, time);
    }

    [Fact]
    public async Task Whatever_changed_on_a_day_is_in_its_anchor_and_nothing_else()
    {
        var settled = await audit.SettledAsync(1);
        var open = await audit.AcceptedAsync(2);
        await audit.System.AppendAsync(AuditEvent.Stopped("command_line"), cancellation);
        await audit.PassAsync();
        await audit.PassAsync();
        await audit.SettleAsync(open);
        await audit.PassAsync();

        var anchors = await audit.AnchorsAsync();
        anchors.Select(anchor => anchor.Day).ShouldBe([new(2026, 3, 2), new(2026, 3, 3), new(2026, 3, 4)]);
        (await audit.HeadsAsync(anchors[0]))
            .Select(head => (head.Chain, head.Count))
            .ShouldBe([(settled.Value, 3), (open.Value, 3)], ignoreOrder: true);
        anchors[1].Heads.ShouldBe(0);
        (await audit.HeadsAsync(anchors[2])).ShouldHaveSingleItem().Chain.ShouldBe(open.Value);
        anchors[0].System.Count.ShouldBe(1);
        var verdict = await audit.VerdictAsync();
        (verdict.Leads, verdict.Entries, verdict.SystemEntries, verdict.Anchors, verdict.AnchoredUntil).ShouldBe(
            (2, 6, 1, 3, new DateOnly(2026, 3, 4))
        );
        verdict.Faults.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_lead_that_is_decided_late_is_anchored_again()
    {
        var id = await audit.SettledAsync(1);
        await audit.PassAsync();
        await audit.Ledger.NoteAsync(id, cancellation);
        await audit.ChangeAsync(id, AuditEvent.NoteCreated(id.Value, "n1", "decision"));
        await audit.SettleAsync(id);
        await audit.PassAsync();

        var anchors = await audit.AnchorsAsync();
        (await audit.HeadsAsync(anchors[0])).ShouldHaveSingleItem().Count.ShouldBe(3);
        (await audit.HeadsAsync(anchors[1])).ShouldHaveSingleItem().Count.ShouldBe(4);
        (await audit.VerdictAsync()).FaultCount.ShouldBe(0);
    }

    [Fact]
    public async Task Days_on_which_nothing_ran_are_anchored_without_gaps_and_the_last_one_has_what_changed()
    {
        await audit.PassAsync();
        await audit.SettledAsync(1);
        await audit.PassAsync(5);

        var anchors = await audit.AnchorsAsync();
        anchors.Select(anchor => anchor.Day).ShouldBe(Enumerable.Range(0, 6).Select(day => new DateOnly(2026, 3, 2).AddDays(day)));
        anchors.Select(anchor => anchor.Heads).ShouldBe([0, 0, 0, 0, 0, 1]);
        (await audit.VerdictAsync()).ShouldSatisfyAllConditions(
            verdict => verdict.FaultCount.ShouldBe(0),
            verdict => verdict.Leads.ShouldBe(1)
        );
    }

    [Fact]
    public async Task Of_instances_that_anchor_at_once_one_does_and_no_chunk_is_left_over()
    {
        for (var number = 0; number < 5; number++)
            await audit.SettledAsync(number);
        time.Advance(TimeSpan.FromDays(3));

        await Task.WhenAll(
            Enumerable
                .Range(0, 6)
                .Select(async number =>
                {
                    // What each finds differs: a lead comes between.
                    if (number == 3)
                        await audit.SettledAsync(99);
                    await new AuditWorld(Storage.Records, time).Anchors.CatchUpAsync(cancellation);
                })
        );

        var anchors = await audit.AnchorsAsync();
        anchors.Select(anchor => anchor.Day).ShouldBe([new(2026, 3, 4)]);
        foreach (var anchor in anchors)
        {
            (await Storage.Records.ListAsync($"audit:heads:{anchor.Day:yyyyMMdd}", "", cancellation))
                .Select(row => row.Key)
                .ShouldBe(anchor.Chunks.Select(chunk => chunk.Hash), ignoreOrder: true);
        }

        (await audit.VerdictAsync()).FaultCount.ShouldBe(0);
    }

    [Fact]
    public async Task A_crash_after_the_anchor_leaves_its_leads_to_the_next_one_as_well()
    {
        var id = await audit.SettledAsync(1);
        time.Advance(TimeSpan.FromDays(1));
        var dying = new FailingStore(Storage.Records);

        // One chunk, the anchor, and then what lets go of the ledger's rows.
        dying.FailAt(3, afterWriting: false);
        await Should.ThrowAsync<StorageUnavailableException>(() => new AuditWorld(dying, time).Anchors.CatchUpAsync(cancellation));
        await audit.PassAsync();

        foreach (var anchor in await audit.AnchorsAsync())
            (await audit.HeadsAsync(anchor)).ShouldHaveSingleItem().Chain.ShouldBe(id.Value);
        (await audit.VerdictAsync()).ShouldSatisfyAllConditions(
            verdict => verdict.FaultCount.ShouldBe(0),
            verdict => verdict.Leads.ShouldBe(1)
        );
        await audit.PassAsync();
        (await audit.AnchorsAsync())[^1].Heads.ShouldBe(0);
    }

    [Fact]
    public async Task Old_leads_go_with_everything_about_them_and_their_anchor_stays()
    {
        var old = await audit.SettledAsync(1);
        var undecided = await audit.AcceptedAsync(2);
        var decidedLate = await audit.SettledAsync(3);
        await audit.PassAsync();
        await audit.PassAsync(20);
        await audit.ChangeAsync(decidedLate, AuditEvent.NoteCreated(decidedLate.Value, "n1", "decision"));
        await audit.SettleAsync(decidedLate);
        await audit.PassAsync();
        await audit.PassAsync(15);
        var (ofUndecided, ofDecidedLate) = (await audit.RowsAsync(undecided), await audit.RowsAsync(decidedLate));
        await audit.Retention.GoOnAsync(cancellation);

        (await audit.RowsAsync(old)).ShouldBeEmpty();
        (await Storage.Records.ListAsync($"person:{AuditWorld.PersonOf(1)}", "", cancellation)).ShouldBeEmpty();
        ofUndecided.ShouldNotBeEmpty();
        (await audit.RowsAsync(undecided)).ShouldBe(ofUndecided);
        (await audit.RowsAsync(decidedLate)).ShouldBe(ofDecidedLate);
        (await audit.People.OfAsync(AuditWorld.PersonOf(3), cancellation)).ShouldBe([decidedLate]);

        var verdict = await audit.VerdictAsync();
        verdict.Faults.ShouldBeEmpty();
        (verdict.Leads, verdict.Removed).ShouldBe((2, 1));
        (await audit.System.ReadAsync(cancellation))
            .ShouldHaveSingleItem()
            .Metadata.ShouldBe(
                new Dictionary<string, string>
                {
                    ["anchored"] = "2026-03-02",
                    ["kept"] = "2",
                    ["removed"] = "1",
                },
                ignoreOrder: true
            );

        await audit.PassAsync(20);
        await audit.Retention.GoOnAsync(cancellation);
        (await audit.RowsAsync(decidedLate)).ShouldBeEmpty();
        (await audit.RowsAsync(undecided)).ShouldNotBeEmpty();
        (await audit.VerdictAsync()).FaultCount.ShouldBe(0);
    }

    [Fact]
    public async Task A_removal_that_died_half_way_looks_like_no_tampering_and_is_finished_later()
    {
        var id = await audit.SettledAsync(1);
        for (var more = 0; more < 4; more++)
        {
            await audit.ChangeAsync(
                id,
                [.. Enumerable.Range(0, 60).Select(number => AuditEvent.TaskCreated(id.Value, $"{more}-{number}"))]
            );
        }

        await audit.SettleAsync(id);
        await audit.PassAsync();
        await audit.PassAsync(40);
        var dying = new FailingStore(Storage.Records);
        var dies = new AuditWorld(dying, time);

        // The note, what is filed under the person, and of the lead's 244 records the first hundred.
        dying.FailAt(4, afterWriting: false);
        await Should.ThrowAsync<StorageUnavailableException>(() => dies.Retention.GoOnAsync(cancellation));

        (await audit.RowsAsync(id)).Count.ShouldBeInRange(100, 200);
        (await audit.VerdictAsync()).ShouldSatisfyAllConditions(
            verdict => verdict.Faults.ShouldBeEmpty(),
            verdict => verdict.Removed.ShouldBe(1)
        );

        // Its claim holds for a while; then anybody goes on.
        await audit.Retention.GoOnAsync(cancellation);
        (await audit.RowsAsync(id)).ShouldNotBeEmpty();
        time.Advance(TimeSpan.FromMinutes(20));
        await audit.Retention.GoOnAsync(cancellation);
        (await audit.RowsAsync(id)).ShouldBeEmpty();
        (await audit.VerdictAsync()).FaultCount.ShouldBe(0);
    }

    [Fact]
    public async Task What_changed_right_before_an_anchor_is_anchored_twice_and_removed_once()
    {
        time.Advance(TimeSpan.FromHours(11.8));
        var id = await audit.SettledAsync(1);
        time.Advance(TimeSpan.FromHours(0.3));
        await audit.Anchors.CatchUpAsync(cancellation);
        await audit.PassAsync();
        foreach (var anchor in await audit.AnchorsAsync())
            (await audit.HeadsAsync(anchor)).ShouldHaveSingleItem();

        time.Advance(TimeSpan.FromDays(29));
        await audit.Retention.GoOnAsync(cancellation);

        (await audit.RowsAsync(id)).ShouldBeEmpty();
        (await audit.VerdictAsync()).ShouldSatisfyAllConditions(
            verdict => verdict.Faults.ShouldBeEmpty(),
            verdict => verdict.Removed.ShouldBe(1)
        );
    }

    [Fact]
    public async Task Two_instances_remove_what_is_old_once()
    {
        for (var number = 0; number < 12; number++)
            await audit.SettledAsync(number);
        await audit.PassAsync();
        await audit.PassAsync(40);

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => new AuditWorld(Storage.Records, time).Retention.GoOnAsync(cancellation)));

        (await audit.System.ReadAsync(cancellation)).ShouldHaveSingleItem().Metadata["removed"].ShouldBe("12");
        (await audit.VerdictAsync()).ShouldSatisfyAllConditions(
            verdict => verdict.Faults.ShouldBeEmpty(),
            verdict => verdict.Removed.ShouldBe(12)
        );
    }

    [Fact]
    public async Task A_lead_of_which_only_the_audit_is_left_verifies_and_goes_when_it_is_old()
    {
        var id = await audit.SettledAsync(1);
        var chain = await audit.Store.FindAsync($"lead:{id}", LeadRecords.ChainKey, cancellation);
        foreach (
            var row in (await audit.RowsAsync(id)).Where(row =>
                row != chain && !row.Key.StartsWith(AuditChain.EntryPrefix, StringComparison.Ordinal)
            )
        )
        {
            await audit.DeleteAsync($"lead:{id}", row.Key);
        }

        var keyless = System.Text.Json.Nodes.JsonNode.Parse(chain!.Body)!;
        keyless["SealKey"] = null;
        await audit.CommitAsync($"lead:{id}", new RecordOperation.Put(LeadRecords.ChainKey, keyless.ToJsonString()));

        await audit.PassAsync();
        (await audit.VerdictAsync()).ShouldSatisfyAllConditions(
            verdict => verdict.Faults.ShouldBeEmpty(),
            verdict => verdict.Leads.ShouldBe(1)
        );
        (await ExportedAsync(new(2026, 3, 1), new(2026, 3, 2))).Select(line => line.DetailsState).ShouldBe(["sealed", "sealed", "none"]);

        await audit.PassAsync(40);
        await audit.Retention.GoOnAsync(cancellation);
        (await audit.RowsAsync(id)).ShouldBeEmpty();
    }

    [Fact]
    public async Task An_export_has_the_entries_of_its_days_each_once_with_their_seals_opened()
    {
        var first = await audit.SettledAsync(1);
        var waiting = await audit.AcceptedAsync(2);
        await audit.System.AppendAsync(AuditEvent.Stopped("command_line"), cancellation);
        await audit.PassAsync();
        await audit.ChangeAsync(waiting, AuditEvent.NoteCreated(waiting.Value, "n1", "created"));
        await audit.ChangeAsync(first, AuditEvent.ApprovalDenied(first.Value, Rep.Id, 1, "h", "other", "Not now, Jane"));
        await audit.SettleAsync(first);
        await audit.PassAsync();
        var third = await audit.AcceptedAsync(3);

        (await ExportedAsync(new(2026, 3, 2), new(2026, 3, 2)))
            .Select(line => (line.Chain, line.Entry.Sequence))
            .ShouldBe(
                [
                    ("system", 1),
                    .. InShards(first, waiting).SelectMany(id => Enumerable.Range(1, 3).Select(entry => ($"lead:{id}", entry))),
                ],
                ignoreOrder: false
            );
        (await ExportedAsync(new(2026, 3, 3), new(2026, 3, 3)))
            .Select(line => (line.Chain, line.Entry.Sequence, line.Details))
            .ShouldBe([($"lead:{first}", 4, "Not now, Jane"), ($"lead:{waiting}", 4, null)], ignoreOrder: true);
        (await ExportedAsync(new(2026, 3, 4), new(2026, 3, 4))).Select(line => line.Chain).Distinct().ShouldBe([$"lead:{third}"]);
        (await ExportedAsync(new(2026, 1, 1), new(2026, 12, 31))).Count.ShouldBe(12);
        (await ExportedAsync(new(2026, 3, 5), new(2026, 12, 31))).ShouldBeEmpty();
    }

    private static Core.People.Rep Rep { get; } =
        new()
        {
            Name = "Alex",
            Email = "alex@contoso.example",
            AadObjectId = "aad-alex",
            TimeZone = TimeZoneInfo.Utc,
        };

    private static IEnumerable<LeadId> InShards(params LeadId[] ids) => ids.OrderBy(id => id.Value[^1] % OpenLedger.Shards);

    private async Task<IReadOnlyList<AuditLine>> ExportedAsync(DateOnly from, DateOnly to)
    {
        var leftOut = new List<string>();
        var lines = await audit.Export.ReadAsync(from, to, leftOut.Add, cancellation).ToListAsync(cancellation);
        leftOut.ShouldBeEmpty();
        return lines;
    }
}
