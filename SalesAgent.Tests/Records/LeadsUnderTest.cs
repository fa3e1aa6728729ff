using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using SalesAgent.Core.Intake;
using SalesAgent.Core.People;
using SalesAgent.Core.Records;
using SalesAgent.Core.Records.Joining;
using SalesAgent.Core.Records.Ledger;
using SalesAgent.Core.Records.Persons;
using SalesAgent.Core.Secrets;
using SalesAgent.Core.Storage;
using SalesAgent.Core.Work;
using SalesAgent.Tests.Storage;
using SalesAgent.Tests.Support;

namespace SalesAgent.Tests.Records;

/// <summary>Everything about leads on a database file of its own, without the pump: what is put on the queue stays there.</summary>
internal sealed class LeadsUnderTest : IAsyncDisposable
{
    public const string RepAddress = "alex@contoso.example";

    private readonly SqliteUnderTest storage = new();

    /// <param name="inOneTransaction">A lead is accepted as the file does it, not write by write, each of which may fail.</param>
    public LeadsUnderTest(bool inOneTransaction = false)
    {
        Store = new FailingStore(storage.Records);
        Keys = new PersonKeys(Keyed.With(InstallationOptions.DevelopmentSecretKey));
        People = new PersonLeads(Store);
        Records = new LeadRecords(Store, Time);
        Ledger = new OpenLedger(Store, Time);
        Work = new LeadWork(storage.Queue, HandOver, Options.Create(new WorkOptions()), Time);
        var rep = new Rep
        {
            Name = "Alex Wilber",
            Email = RepAddress,
            AadObjectId = "aad-alex",
            TimeZone = TimeZoneInfo.Utc,
        };
        Intake = new LeadIntake(
            Keys,
            People,
            new ForgottenPeople(Store),
            Records,
            Ledger,
            Work,
            new JoinLead(Records, Work, Ledger),
            inOneTransaction ? storage.Writes : new SequentialWrites(Store, storage.Queue),
            new LoadShedding(),
            new RepDirectory([rep]),
            Time
        );
    }

    public FakeTimeProvider Time => storage.Time;

    public FailingStore Store { get; }

    /// <summary>How often the file was written to.</summary>
    public long Transactions => storage.Database.Writer.Transactions;

    public IWorkQueue Queue => storage.Queue;

    public WorkHandOver HandOver { get; } = new();

    public PersonKeys Keys { get; }

    public PersonLeads People { get; }

    public LeadRecords Records { get; }

    public OpenLedger Ledger { get; }

    public LeadWork Work { get; }

    public LeadIntake Intake { get; }

    public IncomingLead Form(string eventKey = "form:1", string? email = "jane@acme.example") =>
        new()
        {
            Source = LeadSource.FormSubmission,
            EventKey = eventKey,
            OccurredAt = Time.GetUtcNow(),
            PortalId = 12345,
            Email = email,
            FirstName = "Jane",
        };

    public async Task<IntakeResult> AcceptAsync(IncomingLead incoming) => (await Intake.AcceptAsync([incoming], CancellationToken.None))[0];

    public async Task<LeadId> AcceptedAsync(IncomingLead incoming) =>
        (await AcceptAsync(incoming)).ShouldBeOfType<IntakeResult.Accepted>().LeadId;

    public async Task<LeadState> FindAsync(LeadId lead) => (await Records.FindAsync(lead, CancellationToken.None)).ShouldNotBeNull();

    /// <summary>The kinds and subjects on the queue.</summary>
    public async Task<IReadOnlyList<WorkItem>> QueuedAsync() =>
        [.. (await Queue.ListAsync(1000, CancellationToken.None)).Select(queued => queued.Item)];

    public ValueTask DisposeAsync() => storage.DisposeAsync();
}
