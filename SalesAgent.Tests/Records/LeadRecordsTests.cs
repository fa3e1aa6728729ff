using SalesAgent.Core.Audit;
using SalesAgent.Core.Evidence;
using SalesAgent.Core.Records;
using SalesAgent.Core.Storage;

namespace SalesAgent.Tests.Records;

public sealed class LeadRecordsTests : IAsyncDisposable
{
    private readonly LeadsUnderTest leads = new();

    public ValueTask DisposeAsync() => leads.DisposeAsync();

    [Fact]
    public async Task A_change_and_its_audit_entry_are_stored_together()
    {
        var state = await AcceptedAsync();
        var before = leads.Store.Commits;

        var after = await leads.Records.ChangeAsync(state, now => Intending(now, "a"), CancellationToken.None);

        leads.Store.Commits.ShouldBe(before + 1);
        after.Run.Intents.ShouldBe(["a"]);
        var stored = await leads.FindAsync(IdOf(state));
        stored.Run.Intents.ShouldBe(["a"]);
        stored.Versions.ShouldBe(after.Versions, ignoreOrder: true);
        (await EntriesAsync(state)).Count.ShouldBe(2);
    }

    [Fact]
    public async Task When_the_store_fails_neither_the_change_nor_its_entry_is_there()
    {
        var state = await AcceptedAsync();
        leads.Store.FailAt(1, afterWriting: false);

        await Should.ThrowAsync<StorageUnavailableException>(() =>
            leads.Records.ChangeAsync(state, now => Intending(now, "a"), CancellationToken.None)
        );

        (await leads.FindAsync(IdOf(state))).Run.Intents.ShouldBeEmpty();
        (await EntriesAsync(state)).Count.ShouldBe(1);
    }

    [Fact]
    public async Task Whoever_was_slower_is_asked_again_on_what_is_there_now()
    {
        var stale = await AcceptedAsync();
        await leads.Records.ChangeAsync(stale, now => Intending(now, "faster"), CancellationToken.None);

        var seen = new List<string>();
        var after = await leads.Records.ChangeAsync(
            stale,
            now =>
            {
                seen.Add(string.Join(',', now.Run.Intents));
                return Intending(now, "slower");
            },
            CancellationToken.None
        );

        seen.ShouldBe(["", "faster"]);
        after.Run.Intents.ShouldBe(["faster", "slower"]);
    }

    [Fact]
    public async Task Whoever_has_nothing_to_change_any_more_changes_nothing()
    {
        var stale = await AcceptedAsync();
        await leads.Records.ChangeAsync(stale, now => Intending(now, "a"), CancellationToken.None);
        var entries = await EntriesAsync(stale);

        var after = await leads.Records.ChangeAsync(
            stale,
            now => now.Run.Intents.Contains("a") ? null : Intending(now, "a"),
            CancellationToken.None
        );

        after.Run.Intents.ShouldBe(["a"]);
        (await EntriesAsync(stale)).ShouldBe(entries);
    }

    [Fact]
    public async Task Changes_without_an_entry_exclude_each_other_too()
    {
        var stale = await AcceptedAsync();
        var asked = 0;
        await leads.Records.ChangeAsync(stale, now => new LeadChange { Run = now.Run.Intend("a") }, CancellationToken.None);

        await leads.Records.ChangeAsync(
            stale,
            now =>
            {
                asked++;
                return new LeadChange { Review = Reviews.Proposed };
            },
            CancellationToken.None
        );

        asked.ShouldBe(2);
        (await leads.FindAsync(IdOf(stale))).ShouldSatisfyAllConditions(
            now => now.Run.Intents.ShouldBe(["a"]),
            now => now.Review.ShouldNotBeNull()
        );
    }

    [Fact]
    public async Task Twenty_changers_at_once_all_land_and_the_chain_is_whole()
    {
        var state = await AcceptedAsync();

        await Task.WhenAll(
            Enumerable
                .Range(0, 20)
                .Select(number =>
                    Task.Run(() => leads.Records.ChangeAsync(state, now => Intending(now, $"write-{number}"), CancellationToken.None))
                )
        );

        var story = (await LeadStory.ReadAsync(leads.Records, IdOf(state), CancellationToken.None))!;
        story.State.Run.Intents.Order().ShouldBe(Enumerable.Range(0, 20).Select(number => $"write-{number}").Order());
        story.Lines.Count.ShouldBe(21);
        story.Fault.ShouldBeNull();
    }

    [Fact]
    public async Task A_lead_is_added_once()
    {
        var state = await AcceptedAsync();

        (await leads.Records.AddAsync(state.Lead, [], CancellationToken.None)).ShouldBeFalse();

        (await EntriesAsync(state)).Count.ShouldBe(1);
    }

    [Fact]
    public async Task An_unknown_lead_is_none()
    {
        var nobody = LeadId.From(leads.Keys.ForEmail("nobody@acme.example"), "never", leads.Time.GetUtcNow());

        (await leads.Records.FindAsync(nobody, CancellationToken.None)).ShouldBeNull();
        (await leads.Records.ExistsAsync(nobody, CancellationToken.None)).ShouldBeFalse();
    }

    private static LeadChange Intending(LeadState now, string write) =>
        new() { Run = now.Run.Intend(write), Events = [AuditEvent.TaskCreated(now.Lead.Id, write)] };

    private static LeadId IdOf(LeadState state) => LeadId.Parse(state.Lead.Id);

    private async Task<LeadState> AcceptedAsync() => await leads.FindAsync(await leads.AcceptedAsync(leads.Form()));

    private Task<IReadOnlyList<StoredRecord>> EntriesAsync(LeadState state) =>
        leads.Records.AuditEntriesAsync(IdOf(state), CancellationToken.None);
}
