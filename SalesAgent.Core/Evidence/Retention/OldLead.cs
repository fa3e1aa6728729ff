using System.Text.Json;
using SalesAgent.Core.Audit;
using SalesAgent.Core.Records;
using SalesAgent.Core.Records.Ledger;
using SalesAgent.Core.Records.Persons;
using SalesAgent.Core.Records.Reviews;
using SalesAgent.Core.Records.Runs;
using SalesAgent.Core.Storage;

namespace SalesAgent.Core.Evidence.Retention;

/// <summary>
/// Removes a lead and whatever else is stored about it. What is filed under its person goes first, because only the lead knows where that
/// is; then the end of its chain, if it is still as it was seen: from there on nobody can change the lead; then the rest, as many commits
/// as it takes.
/// </summary>
internal sealed class OldLead(IRecordStore store, PersonLeads people, LeadKeys keys, OpenLedger ledger, OpenReviews reviews)
{
    /// <summary>Safe to repeat at any point.</summary>
    /// <param name="unchangedSince">A lead that changed later is left alone.</param>
    /// <returns>False: it is open, changed later or tampered with, and all of it is still there.</returns>
    public async Task<bool> RemoveAsync(LeadId id, DateTimeOffset unchangedSince, CancellationToken cancellationToken)
    {
        var partition = LeadRecords.PartitionOf(id.Value);
        var rows = await store.ListAsync(partition, "", cancellationToken);
        if (rows.FirstOrDefault(row => row.Key == LeadRecords.ChainKey) is { } end)
        {
            if (
                AuditChain.TryRead(end.Body) is not { } chain
                || chain.LastAt > unchangedSince
                || await ledger.IsOpenAsync(id, cancellationToken)
            )
            {
                return false;
            }

            await UnfileAsync(id, rows, cancellationToken);
            var first = rows.Where(row => row != end).Take(IRecordStore.MaximumOperations - 1).Prepend(end);
            if (await DeleteAsync(first) is not CommitResult.Committed)
                return false;
        }

        foreach (var batch in (await store.ListAsync(partition, "", cancellationToken)).Chunk(IRecordStore.MaximumOperations))
            await DeleteAsync(batch);
        await ledger.LetGoAsync(id, cancellationToken);
        return true;

        Task<CommitResult> DeleteAsync(IEnumerable<StoredRecord> these) =>
            store.CommitAsync(partition, [.. these.Select(row => new RecordOperation.Delete(row.Key, row.Version))], cancellationToken);
    }

    /// <summary>Of a lead that was forgotten nothing is left to find out, and nothing is filed.</summary>
    private async Task UnfileAsync(LeadId id, IReadOnlyList<StoredRecord> rows, CancellationToken cancellationToken)
    {
        var lead = rows.FirstOrDefault(row => row.Key == LeadRecords.LeadKey) is { } accepted
            ? JsonSerializer.Deserialize(accepted.Body, LeadJson.Default.Lead)
            : null;
        if (lead is null)
            return;

        var dossier = rows.FirstOrDefault(row => row.Key == LeadRecords.RunKey) is { } run
            ? JsonSerializer.Deserialize(run.Body, LeadJson.Default.Run)!.Dossier
            : new Dossier();
        foreach (var person in keys.Of(lead, dossier))
            await people.RemoveAsync(person, id, cancellationToken);
        if (dossier.RepId is { } rep)
            await reviews.RemoveAsync(rep, id, cancellationToken);
    }
}
