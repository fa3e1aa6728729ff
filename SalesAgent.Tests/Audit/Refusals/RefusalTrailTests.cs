using Microsoft.Extensions.Logging.Abstractions;
using SalesAgent.Core.Audit;
using SalesAgent.Core.Audit.Refusals;
using SalesAgent.Core.Records;
using SalesAgent.Tests.Storage;
using SalesAgent.Tests.Support;

namespace SalesAgent.Tests.Audit.Refusals;

public sealed class RefusalTrailTests : IAsyncDisposable
{
    private static readonly LeadId Lead = LeadId.Parse(new string('1', 20));

    private readonly SqliteUnderTest storage = new();
    private readonly SystemAudit audit;
    private readonly RefusalTrail trail;

    public RefusalTrailTests()
    {
        audit = new SystemAudit(storage.Records, storage.Time);
        trail = new RefusalTrail(audit, storage.Time, NullLogger<RefusalTrail>.Instance);
    }

    public async ValueTask DisposeAsync()
    {
        trail.Dispose();
        await storage.DisposeAsync();
    }

    [Fact]
    public async Task The_first_is_told_at_once_with_who_about_which_lead_and_why()
    {
        await trail.OfPersonAsync(RefusalKind.Decision, RefusalReason.NotTheirs, "aad-lena", Lead.Value);

        var entry = (await EntriesAsync()).ShouldHaveSingleItem();
        (entry.EventType, entry.Action, entry.Status).ShouldBe((AuditEventType.AuthFailure, "decision_refused", AuditStatus.Denied));
        (entry.Actor, entry.Resource, entry.Metadata["reason"], entry.Metadata["times"]).ShouldBe(
            ("aad-lena", $"lead:{Lead}", "not_theirs", "1")
        );
    }

    [Fact]
    public async Task What_follows_is_one_entry_a_window_with_its_count_and_the_windows_grow()
    {
        for (var minute = 0; minute < 24 * 60; minute++)
        {
            for (var i = 0; i < 10; i++)
                await trail.OfPersonAsync(RefusalKind.Decision, RefusalReason.NotTheirs, "aad-lena", Lead.Value);
            storage.Time.Advance(TimeSpan.FromMinutes(1));
            await trail.TellDueAsync(atOnce: false);
        }

        await trail.TellDueAsync(atOnce: true);
        var entries = await EntriesAsync();
        entries.Count.ShouldBeInRange(24, 40, "a day of it");
        entries
            .Sum(entry => int.Parse(entry.Metadata["times"], System.Globalization.CultureInfo.InvariantCulture))
            .ShouldBe(24 * 60 * 10, "none is forgotten");
        entries[1].Metadata["times"].ShouldBe("9");
    }

    [Fact]
    public async Task A_pause_begins_a_new_story()
    {
        await trail.OfPersonAsync(RefusalKind.Command, RefusalReason.NotAManager, "aad-lena");
        storage.Time.Advance(TimeSpan.FromMinutes(1));
        await trail.TellDueAsync(atOnce: false);
        trail.Count.ShouldBe(0);

        await trail.OfPersonAsync(RefusalKind.Command, RefusalReason.NotAManager, "aad-lena");
        (await EntriesAsync()).Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_flood_of_strangers_is_one_entry_for_each_kind_and_reason()
    {
        for (var i = 0; i < 50_000; i++)
            trail.OfStranger(RefusalKind.Webhook, i % 2 == 0 ? RefusalReason.Wrong : RefusalReason.Malformed);
        await trail.TellDueAsync(atOnce: true);

        // The first of each is told in the background: no stranger waits for the store.
        var entries = await Eventually.FindAsync(() => EntriesAsync().GetAwaiter().GetResult() is { Count: >= 4 } told ? told : null);
        trail.Count.ShouldBe(2);
        entries.Count.ShouldBe(4);
        entries.ShouldAllBe(entry => entry.Actor == AuditEvent.Nobody && entry.Resource == "webhook");
        entries.Sum(entry => int.Parse(entry.Metadata["times"], System.Globalization.CultureInfo.InvariantCulture)).ShouldBe(50_000);
    }

    [Fact]
    public async Task One_person_who_tries_every_lead_is_named_a_few_times_and_counted_in_full()
    {
        for (var i = 0; i < 5000; i++)
        {
            await trail.OfPersonAsync(
                RefusalKind.Decision,
                RefusalReason.NotTheirs,
                "aad-lena",
                LeadId.Parse(i.ToString("D20", System.Globalization.CultureInfo.InvariantCulture)).Value
            );
        }

        await trail.TellDueAsync(atOnce: true);

        var entries = await EntriesAsync();
        entries.Count(entry => entry.Actor == "aad-lena").ShouldBe(RefusalTrail.MostOfOneActor);
        entries.Sum(entry => int.Parse(entry.Metadata["times"], System.Globalization.CultureInfo.InvariantCulture)).ShouldBe(5000);
    }

    [Fact]
    public async Task A_crowd_of_people_is_bounded_over_all_and_over_a_day()
    {
        for (var i = 0; i < 5000; i++)
            await trail.OfPersonAsync(RefusalKind.Command, RefusalReason.UnknownPerson, $"aad-{i}");
        trail.Count.ShouldBe(RefusalTrail.MostAtOnce + 1);

        for (var minute = 0; minute < 24 * 60; minute++)
        {
            for (var i = 0; i < 10; i++)
                await trail.OfPersonAsync(RefusalKind.Command, RefusalReason.UnknownPerson, $"aad-{minute}-{i}");
            storage.Time.Advance(TimeSpan.FromMinutes(1));
            await trail.TellDueAsync(atOnce: false);
        }

        (await EntriesAsync()).Count.ShouldBeLessThan(3200);
    }

    [Theory]
    [InlineData("Jane Doe <jane@acme.example>")]
    [InlineData("")]
    [InlineData(null)]
    [InlineData("aad\r\nforged line")]
    public async Task An_actor_that_is_no_id_is_not_repeated(string? actor)
    {
        await trail.OfPersonAsync(RefusalKind.Command, RefusalReason.UnknownPerson, actor);

        (await EntriesAsync()).ShouldHaveSingleItem().Actor.ShouldBe("person_without_id");
    }

    private Task<IReadOnlyList<AuditEntry>> EntriesAsync() => audit.ReadAsync(TestContext.Current.CancellationToken);
}
