using System.Text.Json;
using SalesAgent.Core.Audit;
using SalesAgent.Core.Evidence;
using SalesAgent.Core.Records;
using SalesAgent.Core.Storage;

namespace SalesAgent.Tests.Contracts;

/// <summary>What the audit promises on every back end; one subclass for each.</summary>
public abstract class AuditContract(StorageUnderTest storage) : StorageContract(storage)
{
    private static readonly LeadId Id = LeadId.Parse("0123456789abcdefghjk");

    private readonly CancellationToken cancellation = TestContext.Current.CancellationToken;

    private LeadRecords Leads => new(Storage.Records, Storage.Clock);

    private SystemAudit Audit => new(Storage.Records, Storage.Clock);

    [Fact]
    public async Task Thirty_writers_at_once_make_one_chain_without_gaps()
    {
        await Task.WhenAll(
            Enumerable
                .Range(0, 30)
                .Select(number =>
                    Task.Run(() =>
                        Audit.AppendAsync(AuditEvent.SecurityAlert("gmail", "send_refused", ("attempt", $"{number}")), cancellation)
                    )
                )
        );

        var entries = await Audit.ReadAsync(cancellation);
        entries.Select(entry => entry.Sequence).ShouldBe(Enumerable.Range(1, 30));
        entries.Select(entry => int.Parse(entry.Metadata["attempt"], null)).ShouldBe(Enumerable.Range(0, 30), ignoreOrder: true);
        entries.Select(entry => entry.EventId).Distinct().Count().ShouldBe(30);

        var rows = await Storage.Records.ListAsync("audit:system", AuditChain.EntryPrefix, cancellation);
        var head = await Storage.Records.FindAsync("audit:system", AuditChain.HeadKey, cancellation);
        JsonSerializer.Deserialize(head!.Body, AuditJson.Default.AuditChain)!.FindFault(rows).ShouldBeNull();
    }

    [Fact]
    public async Task Nothing_happened_is_an_empty_audit() => (await Audit.ReadAsync(cancellation)).ShouldBeEmpty();

    [Fact]
    public async Task Whatever_is_changed_about_a_lead_at_once_is_told_entry_by_entry()
    {
        var state = await AddedAsync();

        await Task.WhenAll(
            Enumerable
                .Range(0, 10)
                .Select(number =>
                    Leads.ChangeAsync(
                        state,
                        now => new LeadChange
                        {
                            Run = now.Run.Intend($"write {number}"),
                            Events = [AuditEvent.ProspectResearch(Id.Value, $"Zoë 😀 {number}", ("number", $"{number}"))],
                        },
                        cancellation
                    )
                )
        );

        var story = (await LeadStory.ReadAsync(Leads, Id, cancellation)).ShouldNotBeNull();
        story.Fault.ShouldBeNull();
        story.Lines.Select(line => line.Entry.Sequence).ShouldBe(Enumerable.Range(1, 11));
        story
            .Lines.Skip(1)
            .Select(line => line.Details)
            .ShouldBe(Enumerable.Range(0, 10).Select(number => $"Zoë 😀 {number}"), ignoreOrder: true);
        story.State.Run.Intents.ShouldBe(story.Lines.Skip(1).Select(line => $"write {line.Entry.Metadata["number"]}"));
    }

    [Fact]
    public async Task Details_lie_sealed_in_the_store()
    {
        await AddedAsync();

        (await Storage.Records.ListAsync($"lead:{Id}", AuditChain.EntryPrefix, cancellation))
            .ShouldHaveSingleItem()
            .Body.ShouldNotContain("jane@acme.example");
        (await LeadStory.ReadAsync(Leads, Id, cancellation))!.Lines.ShouldHaveSingleItem().Details.ShouldBe("jane@acme.example");
    }

    [Fact]
    public async Task An_entry_that_is_altered_or_taken_out_is_found_out()
    {
        var state = await AddedAsync();
        await Leads.ChangeAsync(
            state,
            _ => new LeadChange
            {
                Events = [AuditEvent.ProspectResearch(Id.Value, "Found."), AuditEvent.ProspectResearch(Id.Value, "Found again.")],
            },
            cancellation
        );
        var rows = await Leads.AuditEntriesAsync(Id, cancellation);

        await Storage.Records.CommitAsync($"lead:{Id}", [new RecordOperation.Delete(rows[1].Key, rows[1].Version)], cancellation);

        (await LeadStory.ReadAsync(Leads, Id, cancellation))!.Fault.ShouldBe("entry 2 is missing");
        await Storage.Records.CommitAsync($"lead:{Id}", [new RecordOperation.Add(rows[1].Key, rows[1].Body)], cancellation);
        (await LeadStory.ReadAsync(Leads, Id, cancellation))!.Fault.ShouldBeNull();
        await Storage.Records.CommitAsync(
            $"lead:{Id}",
            [new RecordOperation.Put(rows[1].Key, rows[1].Body.Replace("success", "denied", StringComparison.OrdinalIgnoreCase))],
            cancellation
        );
        (await LeadStory.ReadAsync(Leads, Id, cancellation))!.Fault.ShouldBe("entry 2 was changed");
    }

    private async Task<LeadState> AddedAsync()
    {
        var incoming = new IncomingLead
        {
            Source = LeadSource.FormSubmission,
            EventKey = "form:1",
            OccurredAt = Storage.Clock.GetUtcNow(),
            PortalId = 12345,
            Email = "jane@acme.example",
        };
        (
            await Leads.AddAsync(
                new Lead(Id.Value, "person", incoming, Storage.Clock.GetUtcNow()),
                [AuditEvent.ProspectIntake(Id.Value, "hubspot", "FormSubmission", "jane@acme.example")],
                cancellation
            )
        ).ShouldBeTrue();
        return (await Leads.FindAsync(Id, cancellation)).ShouldNotBeNull();
    }
}
