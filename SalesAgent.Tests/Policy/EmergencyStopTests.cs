using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using SalesAgent.Core.Audit;
using SalesAgent.Core.Policy;
using SalesAgent.Core.Storage;
using SalesAgent.Tests.Storage;
using SalesAgent.Tests.Support;

namespace SalesAgent.Tests.Policy;

public sealed class EmergencyStopTests : IAsyncDisposable
{
    private readonly SqliteUnderTest storage = new();

    private static CancellationToken Now => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => storage.DisposeAsync();

    [Fact]
    public async Task A_stop_is_in_force_at_once_here_and_within_five_seconds_on_every_other_instance()
    {
        var (here, there) = (Instance(), Instance());
        (await there.FindAsync(Now)).ShouldBeNull();

        var stop = await here.StopAsync("rep-1", "Mona Kane", Now);

        (await here.IsOnAsync(Now), await here.IsShutAsync(Now)).ShouldBe((true, true));
        storage.Time.Advance(TimeSpan.FromSeconds(4.9));
        (await there.FindAsync(Now)).ShouldBe(stop);

        (await there.ResumeAsync("rep-1", Now)).ShouldBeNull();
        (await there.IsOnAsync(Now), await there.IsShutAsync(Now)).ShouldBe((false, false));
        storage.Time.Advance(TimeSpan.FromSeconds(4.9));
        (await here.FindAsync(Now)).ShouldBeNull();
    }

    [Theory]
    [InlineData(-10.0)]
    [InlineData(-1.0 / 60)]
    [InlineData(48.0)]
    public async Task A_stop_and_its_end_are_seen_in_time_by_an_instance_whose_clock_is_turned(double hours)
    {
        var clock = new WrongClock(storage.Time);
        var (here, there) = (Instance(), Instance(time: clock));
        (await there.FindAsync(Now)).ShouldBeNull();

        clock.Turn(TimeSpan.FromHours(hours));
        await here.StopAsync("rep-1", "Mona Kane", Now);
        storage.Time.Advance(TimeSpan.FromSeconds(3));
        (await there.IsShutAsync(Now)).ShouldBeTrue();

        clock.Turn(TimeSpan.FromHours(hours));
        await here.ResumeAsync("rep-1", Now);
        storage.Time.Advance(TimeSpan.FromSeconds(3));
        (await there.IsShutAsync(Now)).ShouldBeFalse();
    }

    [Fact]
    public async Task It_outlives_the_process_and_tells_who_and_when()
    {
        await Instance().StopAsync("rep-1", "Mona Kane", Now);

        var found = (await Instance().FindAsync(Now)).ShouldNotBeNull();

        found.Sentence.ShouldBe(
            "SalesAgent was stopped by Mona Kane on 2 Mar 2026, 09:00 UTC. Leads are kept, but nothing is drafted, written or decided until a manager types `resume`."
        );
    }

    [Fact]
    public async Task Whoever_stops_second_is_told_who_was_first_and_each_change_is_audited_once()
    {
        var emergency = Instance();
        await emergency.StopAsync("rep-1", "Mona Kane", Now);
        (await emergency.StopAsync("rep-2", "Alex Wilber", Now)).ByName.ShouldBe("Mona Kane");
        await emergency.ResumeAsync("rep-2", Now);
        await emergency.ResumeAsync("rep-2", Now);

        var entries = await new SystemAudit(storage.Records, storage.Time).ReadAsync(Now);
        entries
            .Select(entry => (entry.EventType, entry.Action, entry.Actor))
            .ShouldBe([(AuditEventType.ConfigChange, "stopped", "rep-1"), (AuditEventType.ConfigChange, "resumed", "rep-2")]);
    }

    [Fact]
    public async Task What_the_configuration_stops_nobody_resumes_in_chat()
    {
        var emergency = Instance(stopped: true);

        (await emergency.ResumeAsync("rep-1", Now)).ShouldBe(Stop.ByConfiguration);

        (await emergency.IsOnAsync(Now)).ShouldBeTrue();
        Stop.ByConfiguration.Sentence.ShouldContain("Mode:Stopped");
    }

    [Fact]
    public async Task An_instance_that_cannot_look_takes_it_for_stopped()
    {
        var emergency = new EmergencyStop(
            new Unreadable(),
            new SystemAudit(storage.Records, storage.Time),
            Options.Create(new ModeOptions()),
            Proof(),
            storage.Time
        );

        (await emergency.IsOnAsync(Now), await emergency.IsShutAsync(Now)).ShouldBe((true, true));
    }

    private EmergencyStop Instance(bool stopped = false, TimeProvider? time = null) =>
        new(
            storage.Records,
            new SystemAudit(storage.Records, storage.Time),
            Options.Create(new ModeOptions { Stopped = stopped }),
            Proof(),
            time ?? storage.Time
        );

    private DraftOnlyProof Proof() =>
        new(new SendTrialScript(), new SystemAudit(storage.Records, storage.Time), storage.Time, NullLogger<DraftOnlyProof>.Instance);

    private sealed class Unreadable : IRecordStore
    {
        public Task<StoredRecord?> FindAsync(string partition, string key, CancellationToken cancellationToken) =>
            throw new StorageUnavailableException("not reachable");

        public Task<IReadOnlyList<StoredRecord>> ListAsync(
            string partition,
            string keyPrefix,
            CancellationToken cancellationToken,
            int limit = int.MaxValue,
            string? after = null
        ) => throw new StorageUnavailableException("not reachable");

        public Task<CommitResult> CommitAsync(
            string partition,
            IReadOnlyList<RecordOperation> operations,
            CancellationToken cancellationToken
        ) => throw new StorageUnavailableException("not reachable");
    }
}
