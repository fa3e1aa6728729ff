using System.Runtime.CompilerServices;
using System.Text.Json;
using SalesAgent.Core.Audit;
using SalesAgent.Core.Evidence.Anchors;
using SalesAgent.Core.Evidence.Checks;
using SalesAgent.Core.Records;
using SalesAgent.Core.Records.Ledger;
using SalesAgent.Core.Storage;

namespace SalesAgent.Core.Evidence.Export;

/// <summary>
/// All entries of some days, chain by chain and each chain in its order. Which leads have any is known from the anchors that were made
/// since: a lead that changed is in the next one.
/// </summary>
internal sealed class AuditExport(AnchorBook book, OpenLedger ledger, LeadRecords records, SystemAudit system)
{
    private const int AtOnce = 16;

    /// <param name="from">First UTC day.</param>
    /// <param name="to">Last UTC day.</param>
    /// <param name="leftOut">Is told in a sentence what could not be read because somebody changed it.</param>
    /// <exception cref="StorageUnavailableException">The rest could not be read.</exception>
    public async IAsyncEnumerable<AuditLine> ReadAsync(
        DateOnly from,
        DateOnly to,
        Action<string> leftOut,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        var begin = new DateTimeOffset(from, TimeOnly.MinValue, TimeSpan.Zero);
        var end = new DateTimeOffset(to, TimeOnly.MinValue, TimeSpan.Zero).AddDays(1);

        var chain = await OrNullAsync(system.FindChainAsync(cancellationToken));
        await foreach (var row in system.RowsAsync(cancellationToken))
        {
            if (LineOf(SystemAudit.ChainName, chain, row, begin, end, leftOut) is { } line)
                yield return line;
        }

        var (anchors, areAll) = await AnchorsAsync(begin, end, cancellationToken);
        for (var shard = 0; shard < OpenLedger.Shards; shard++)
        {
            var seen = new HashSet<string>();
            var leads = LeadsAsync(shard, anchors, withUnanchored: !areAll, leftOut, cancellationToken).Where(seen.Add);
            await foreach (var batch in leads.Chunk(AtOnce).WithCancellation(cancellationToken))
            {
                var chains = await Task.WhenAll(batch.Select(lead => ReadAsync(LeadId.Parse(lead), cancellationToken)));
                foreach (var (lead, (its, rows)) in batch.Zip(chains))
                {
                    foreach (var row in rows)
                    {
                        if (LineOf($"lead:{lead}", its, row, begin, end, leftOut) is { } line)
                            yield return line;
                    }
                }
            }
        }
    }

    /// <summary>Anchors that may have leads with entries between the two, and whether they have all of them.</summary>
    private async Task<(IReadOnlyList<Anchor> Anchors, bool AreAll)> AnchorsAsync(
        DateTimeOffset begin,
        DateTimeOffset end,
        CancellationToken cancellationToken
    )
    {
        var anchors = new List<Anchor>();
        await foreach (var row in book.EachAsync(cancellationToken))
        {
            if (AnchorBook.TryRead(row.Body) is not { } anchor || anchor.LookedAt < begin)
                continue;

            anchors.Add(anchor);
            if (anchor.LookedAt >= end + AnchorDays.Slack)
                return (anchors, true);
        }

        return (anchors, false);
    }

    private async IAsyncEnumerable<string> LeadsAsync(
        int shard,
        IReadOnlyList<Anchor> anchors,
        bool withUnanchored,
        Action<string> leftOut,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        foreach (var anchor in anchors)
        {
            foreach (var chunk in anchor.Chunks.Where(chunk => chunk.Shard == shard))
            {
                if (await book.HeadsAsync(anchor, chunk, cancellationToken) is not { } heads)
                {
                    leftOut($"A part of the anchor of {VerifyAudit.Text(anchor.Day)} cannot be read: its leads may be missing.");
                    continue;
                }

                foreach (var head in heads)
                    yield return head.Chain;
            }
        }

        if (!withUnanchored)
            yield break;

        await foreach (var settled in ledger.SettledAsync(shard, cancellationToken))
            yield return settled.LeadId;
        await foreach (var open in ledger.OpenAsync(shard, cancellationToken))
            yield return open.LeadId;
    }

    private async Task<(AuditChain? Chain, IReadOnlyList<StoredRecord> Rows)> ReadAsync(LeadId id, CancellationToken cancellationToken) =>
        (await OrNullAsync(records.FindChainAsync(id, cancellationToken)), await records.AuditEntriesAsync(id, cancellationToken));

    private static AuditLine? LineOf(
        string name,
        AuditChain? chain,
        StoredRecord row,
        DateTimeOffset begin,
        DateTimeOffset end,
        Action<string> leftOut
    )
    {
        if (AuditEntry.TryRead(row.Body) is not { } entry)
        {
            leftOut($"{name}: {row.Key} was changed and cannot be read.");
            return null;
        }

        return entry.Timestamp >= begin && entry.Timestamp < end ? new AuditLine(name, entry, chain?.Open(entry.Details)) : null;
    }

    /// <summary>Without the end of its chain an entry can be read, and what is sealed in it not.</summary>
    private static async Task<AuditChain?> OrNullAsync(Task<AuditChain?> chain)
    {
        try
        {
            return await chain;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
