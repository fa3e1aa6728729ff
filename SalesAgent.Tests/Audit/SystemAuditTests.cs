using SalesAgent.Core.Audit;
using SalesAgent.Tests.Storage;

namespace SalesAgent.Tests.Audit;

public sealed class SystemAuditTests
{
    [Fact]
    public async Task Thirty_writers_at_once_make_one_chain_without_gaps()
    {
        await using var storage = new SqliteUnderTest();
        var audit = new SystemAudit(storage.Records, storage.Time);

        await Task.WhenAll(Enumerable.Range(0, 30).Select(number => Task.Run(
            () => audit.AppendAsync(AuditEvent.SecurityAlert("gmail", "send_refused", ("attempt", $"{number}")), CancellationToken.None))));

        var entries = await audit.ReadAsync(CancellationToken.None);
        entries.Select(entry => entry.Sequence).ShouldBe(Enumerable.Range(1, 30));
        entries.Select(entry => int.Parse(entry.Metadata["attempt"], null)).ShouldBe(Enumerable.Range(0, 30), ignoreOrder: true);
        entries.Select(entry => entry.EventId).Distinct().Count().ShouldBe(30);

        var rows = await storage.Records.ListAsync("audit:system", AuditChain.EntryPrefix, CancellationToken.None);
        var head = await storage.Records.FindAsync("audit:system", AuditChain.HeadKey, CancellationToken.None);
        System.Text.Json.JsonSerializer.Deserialize(head!.Body, AuditJson.Default.AuditChain)!.FindFault(rows).ShouldBeNull();
    }

    [Fact]
    public async Task Nothing_happened_is_an_empty_audit()
    {
        await using var storage = new SqliteUnderTest();

        (await new SystemAudit(storage.Records, storage.Time).ReadAsync(CancellationToken.None)).ShouldBeEmpty();
    }
}
