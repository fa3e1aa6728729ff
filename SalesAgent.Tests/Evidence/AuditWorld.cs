using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using SalesAgent.Core.Audit;
using SalesAgent.Core.Connectors.HubSpot;
using SalesAgent.Core.Evidence.Anchors;
using SalesAgent.Core.Evidence.Checks;
using SalesAgent.Core.Evidence.Export;
using SalesAgent.Core.Evidence.Retention;
using SalesAgent.Core.People;
using SalesAgent.Core.Records;
using SalesAgent.Core.Records.Ledger;
using SalesAgent.Core.Records.Persons;
using SalesAgent.Core.Records.Reviews;
using SalesAgent.Core.Secrets;
using SalesAgent.Core.Secrets.Keys;
using SalesAgent.Core.Storage;
using SalesAgent.Tests.Support;

namespace SalesAgent.Tests.Evidence;

/// <summary>One instance with everything that writes and keeps the audit, on a store that others may share.</summary>
internal sealed class AuditWorld
{
    private static readonly PersonKeys Keys = new(Keyed.With(InstallationOptions.DevelopmentSecretKey));

    public AuditWorld(
        IRecordStore store,
        FakeTimeProvider time,
        int retentionDays = 30,
        string secretKey = InstallationOptions.DevelopmentSecretKey,
        StoreKeys? keys = null
    )
    {
        (Store, Time) = (store, time);
        Leads = new LeadRecords(store, time);
        Ledger = new OpenLedger(store, time);
        System = new SystemAudit(store, time);
        People = new PersonLeads(store);
        Book = new AnchorBook(store, new AuditSeal(keys ?? Keyed.With(secretKey)));
        Anchors = new AnchorDays(Book, Ledger, Leads, System, time, NullLogger<AnchorDays>.Instance);
        Verify = new VerifyAudit(Book, Ledger, Leads, System);
        Export = new AuditExport(Book, Ledger, Leads, System);
        Retention = new RemoveOldLeads(
            Book,
            new OldLead(store, People, new LeadKeys(Keys, Options.Create(new HubSpotOptions())), Ledger, new OpenReviews(store)),
            System,
            Options.Create(new AuditOptions { RetentionDays = retentionDays }),
            time,
            NullLogger<RemoveOldLeads>.Instance
        );
    }

    public static FakeTimeProvider Noon() => new(new DateTimeOffset(2026, 3, 2, 12, 0, 0, TimeSpan.Zero));

    public IRecordStore Store { get; }

    public FakeTimeProvider Time { get; }

    public LeadRecords Leads { get; }

    public OpenLedger Ledger { get; }

    public SystemAudit System { get; }

    public PersonLeads People { get; }

    public AnchorBook Book { get; }

    public AnchorDays Anchors { get; }

    public VerifyAudit Verify { get; }

    public AuditExport Export { get; }

    public RemoveOldLeads Retention { get; }

    public DateOnly Today => DateOnly.FromDateTime(Time.GetUtcNow().UtcDateTime);

    /// <summary>Filed under its person, noted as open, accepted, with two more entries.</summary>
    public async Task<LeadId> AcceptedAsync(int number)
    {
        var now = Time.GetUtcNow();
        var person = PersonOf(number);
        var (id, _) = await People.AssignAsync(person, $"form:{number}:{now:O}", now, _ => Task.CompletedTask, CancellationToken.None);
        var incoming = new IncomingLead
        {
            Source = LeadSource.FormSubmission,
            EventKey = $"form:{number}",
            OccurredAt = now,
            PortalId = 1,
            Email = EmailOf(number),
        };
        await Ledger.NoteAsync(id, CancellationToken.None);
        await Leads.AddAsync(
            new Lead(id.Value, person.Value, incoming, now),
            [AuditEvent.ProspectIntake(id.Value, "hubspot", "FormSubmission", EmailOf(number))],
            CancellationToken.None
        );
        await ChangeAsync(id, AuditEvent.ProspectResearch(id.Value, "Found."), AuditEvent.TaskCreated(id.Value, "t1"));
        return id;
    }

    public async Task<LeadId> SettledAsync(int number)
    {
        var id = await AcceptedAsync(number);
        await SettleAsync(id);
        return id;
    }

    public async Task ChangeAsync(LeadId id, params AuditEvent[] events) =>
        await Leads.ChangeAsync(
            (await Leads.FindAsync(id, CancellationToken.None))!,
            _ => new LeadChange { Events = events },
            CancellationToken.None
        );

    public async Task SettleAsync(LeadId id) =>
        await Ledger.SettleAsync(id, (await Leads.FindChainAsync(id, CancellationToken.None))!, CancellationToken.None);

    /// <summary>Noon of a later day, with the days before it anchored.</summary>
    public async Task PassAsync(int days = 1)
    {
        Time.Advance(TimeSpan.FromDays(days));
        await Anchors.CatchUpAsync(CancellationToken.None);
    }

    public Task<AuditVerdict> VerdictAsync() => Verify.RunAsync(CancellationToken.None);

    public async Task<IReadOnlyList<Anchor>> AnchorsAsync()
    {
        var anchors = new List<Anchor>();
        await foreach (var row in Book.EachAsync(CancellationToken.None))
            anchors.Add(AnchorBook.TryRead(row.Body)!);
        return anchors;
    }

    public async Task<IReadOnlyList<ChainHead>> HeadsAsync(Anchor anchor)
    {
        var heads = new List<ChainHead>();
        foreach (var chunk in anchor.Chunks)
            heads.AddRange((await Book.HeadsAsync(anchor, chunk, CancellationToken.None))!);
        return heads;
    }

    public Task<IReadOnlyList<StoredRecord>> RowsAsync(LeadId id) => Store.ListAsync($"lead:{id}", "", CancellationToken.None);

    public Task CommitAsync(string partition, params RecordOperation[] operations) =>
        Store.CommitAsync(partition, operations, CancellationToken.None);

    public async Task DeleteAsync(string partition, string key) =>
        await CommitAsync(
            partition,
            new RecordOperation.Delete(key, (await Store.FindAsync(partition, key, CancellationToken.None))!.Version)
        );

    public static string EmailOf(int number) => $"jane{number}@acme.example";

    public static PersonKey PersonOf(int number) => Keys.ForEmail(EmailOf(number));
}
