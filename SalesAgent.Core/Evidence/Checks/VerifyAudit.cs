using System.Globalization;
using System.Text.Json;
using SalesAgent.Core.Audit;
using SalesAgent.Core.Evidence.Anchors;
using SalesAgent.Core.Records;
using SalesAgent.Core.Records.Ledger;

namespace SalesAgent.Core.Evidence.Checks;

/// <summary>
/// Looks through every chain there is: the leads that an anchor or the open ledger knows of, the chain that is about no single lead, and
/// the anchors. Reads shard by shard, so that only the ids of one shard's leads are in memory. Somebody may go on writing meanwhile.
/// </summary>
internal sealed class VerifyAudit(AnchorBook book, OpenLedger ledger, LeadRecords records, SystemAudit system)
{
    private const int AtOnce = 8;

    /// <summary>A chain that grew while it was read is read again.</summary>
    private const int Tries = 5;

    /// <exception cref="Storage.StorageUnavailableException">Not all of it could be read: nothing is said about it.</exception>
    public async Task<AuditVerdict> RunAsync(CancellationToken cancellationToken)
    {
        var found = new AuditFindings();
        var anchors = await AnchorCheck.ReadAsync(book, found, cancellationToken);
        var systemEntries = await CheckSystemAsync(anchors, found, cancellationToken);

        var removing = new HashSet<DateOnly>();
        await foreach (var note in book.NotesAsync(cancellationToken))
            removing.Add(note.Day);
        for (var shard = 0; shard < OpenLedger.Shards; shard++)
            await CheckShardAsync(shard, anchors, removing, found, cancellationToken);
        return found.Verdict(systemEntries, anchors);
    }

    private async Task<int> CheckSystemAsync(AnchorCheck anchors, AuditFindings found, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            var check = new ChainCheck();
            try
            {
                var chain = await system.FindChainAsync(cancellationToken);
                string? rewritten = null;
                await foreach (var row in system.RowsAsync(cancellationToken))
                {
                    check.Add(row);
                    rewritten ??=
                        anchors.System.TryGetValue(check.Count, out var head) && head.Hash != check.LastHash
                            ? Rewritten(head.Hash, check.Count, head.Day)
                            : null;
                }

                var cut = anchors.System.FirstOrDefault(head => head.Key > check.Count);
                var fault =
                    check.End(chain ?? AuditChain.Empty)
                    ?? rewritten
                    ?? (cut.Key > 0 ? Shortened(cut.Key, check.Count, cut.Value.Day) : null);
                if (fault is null)
                    return check.Count;

                if (attempt < Tries && await system.FindChainAsync(cancellationToken) != chain)
                    continue;
                found.Add(new AuditFault(SystemAudit.ChainName, fault));
                return check.Count;
            }
            catch (JsonException)
            {
                found.Add(new AuditFault(SystemAudit.ChainName, "the end of the chain was changed: it cannot be read"));
                return check.Count;
            }
        }
    }

    private async Task CheckShardAsync(
        int shard,
        AnchorCheck anchors,
        HashSet<DateOnly> removing,
        AuditFindings found,
        CancellationToken cancellationToken
    )
    {
        found.BeginShard();
        DateOnly? dayBefore = null;
        foreach (var anchor in anchors.Trusted.Where(anchor => anchor.Chunks.Count > 0))
        {
            // What changed shortly before an anchor is in the next one again, and goes with the first.
            var mayBeGone = removing.Contains(anchor.Day) || (dayBefore is { } before && removing.Contains(before));
            dayBefore = anchor.Day;
            foreach (var chunk in anchor.Chunks.Where(chunk => chunk.Shard == shard))
            {
                if (await book.HeadsAsync(anchor, chunk, cancellationToken) is { } heads)
                {
                    await CheckAsync(heads, anchor.Day, mayBeGone, found, cancellationToken);
                }
                else
                {
                    found.Add(
                        new AuditFault(AnchorCheck.ChainName, $"a part of the anchor of {Text(anchor.Day)} is missing or was changed")
                    );
                }
            }
        }

        try
        {
            await foreach (
                var batch in ledger
                    .SettledAsync(shard, cancellationToken)
                    .Chunk(AnchorDays.HeadsInAChunk)
                    .WithCancellation(cancellationToken)
            )
            {
                await CheckAsync(
                    [.. batch.Select(row => new ChainHead(row.LeadId, row.Count, row.LastHash))],
                    null,
                    false,
                    found,
                    cancellationToken
                );
            }

            await foreach (
                var batch in ledger.OpenAsync(shard, cancellationToken).Chunk(AnchorDays.HeadsInAChunk).WithCancellation(cancellationToken)
            )
            {
                await CheckAsync([.. batch.Select(row => new ChainHead(row.LeadId, 0, ""))], null, true, found, cancellationToken);
            }
        }
        catch (Exception unreadable) when (unreadable is JsonException or FormatException)
        {
            found.Add(
                new AuditFault("ledger", $"a row of shard {shard} was changed: it cannot be read, and leads after it may be unknown")
            );
        }
    }

    /// <param name="day">Of the anchor that has these heads; null: the ledger has them.</param>
    /// <param name="mayBeGone">The retention is at these leads, or it never came to one: nothing of it needs to be there.</param>
    private Task CheckAsync(
        IReadOnlyList<ChainHead> heads,
        DateOnly? day,
        bool mayBeGone,
        AuditFindings found,
        CancellationToken cancellationToken
    ) =>
        Parallel.ForEachAsync(
            heads,
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken },
            async (head, token) =>
            {
                if (!found.IsFaulty(head.Chain))
                    await CheckAsync(head, day, mayBeGone, found, token);
            }
        );

    private async Task CheckAsync(ChainHead head, DateOnly? day, bool mayBeGone, AuditFindings found, CancellationToken cancellationToken)
    {
        var id = LeadId.Parse(head.Chain);
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                var chain = await records.FindChainAsync(id, cancellationToken);
                var rows = await records.AuditEntriesAsync(id, cancellationToken);
                if (chain is null && mayBeGone && (day is not null || rows.Count == 0))
                {
                    if (day is not null)
                        found.Removed(head.Chain);
                    return;
                }

                var fault = chain is null
                    ? (rows.Count == 0 ? "it is gone, and no retention removed it" : "the end of its chain is missing")
                    : chain.FindFault(rows)
                        ?? (
                            rows.Count < head.Count ? Shortened(head.Count, rows.Count, day)
                            : head.Count > 0 && AuditChain.HashOf(rows[head.Count - 1].Body) != head.Hash
                                ? Rewritten(head.Hash, head.Count, day)
                            : null
                        );
                if (fault is null)
                {
                    found.Whole(head.Chain, rows.Count);
                    return;
                }

                if (attempt < Tries && await records.FindChainAsync(id, cancellationToken) != chain)
                    continue;
                found.Broken(head.Chain, fault);
                return;
            }
            catch (JsonException)
            {
                found.Broken(head.Chain, "the end of its chain was changed: it cannot be read");
                return;
            }
        }
    }

    private static string Shortened(int were, int are, DateOnly? day) =>
        $"{were} entries were there when it was {Noted(day)}, {are} are there";

    private static string Rewritten(string hash, int entry, DateOnly? day) =>
        $"entry {entry} is not the one that was {Noted(day)} ({hash[..Math.Min(12, hash.Length)]}…): the chain was written anew";

    private static string Noted(DateOnly? day) => day is { } of ? $"anchored for {Text(of)}" : "settled";

    internal static string Text(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
