using System.Runtime.CompilerServices;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using SalesAgent.Core.Audit;
using SalesAgent.Core.Records;
using SalesAgent.Core.Records.Ledger;
using SalesAgent.Core.Storage;

namespace SalesAgent.Core.Evidence.Anchors;

/// <summary>
/// Makes the anchor of each UTC day that is over and has none. What changed is known without looking through all leads: the open ledger
/// has a row for every lead that was settled since the last anchor, and for every lead that is open.
/// </summary>
internal sealed partial class AnchorDays(
    AnchorBook book,
    OpenLedger ledger,
    LeadRecords records,
    SystemAudit system,
    TimeProvider time,
    ILogger<AnchorDays> logger
)
{
    /// <summary>At some 120 bytes each, they fit the largest record.</summary>
    internal const int HeadsInAChunk = 5000;

    /// <summary>Instances may differ so much in their time. What changed this shortly before an anchor is in the next one again.</summary>
    internal static readonly TimeSpan Slack = TimeSpan.FromHours(1);

    private const int ReadsAtOnce = 16;

    public async Task CatchUpAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var yesterday = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime).AddDays(-1);
            var row = await book.FindEndAsync(cancellationToken);
            var end = row is null ? null : book.ReadEnd(row);
            if (row is not null && end is null)
            {
                // To go on from it would make what was tampered with look right again.
                Log.EndChanged(logger);
                return;
            }

            var day = end?.Day.AddDays(1) ?? yesterday;
            if (day > yesterday)
                return;

            await MakeAsync(day, isNewest: day == yesterday, end, row, cancellationToken);
        }
    }

    /// <param name="isNewest">Of several days that were missed the last one holds what changed: on the others nothing looked.</param>
    private async Task MakeAsync(DateOnly day, bool isNewest, AnchorEnd? end, StoredRecord? row, CancellationToken cancellationToken)
    {
        // From before the look: what changes meanwhile is left to the next anchor as well.
        var lookedAt = isNewest ? time.GetUtcNow() : end!.LookedAt;
        var chunks = isNewest
            ? await WriteChunksAsync(day, end is null ? DateTimeOffset.MinValue : end.LookedAt - Slack, cancellationToken)
            : [];
        var anchor = new Anchor
        {
            Day = day,
            LookedAt = lookedAt,
            Heads = chunks.Sum(chunk => chunk.Heads),
            Chunks = chunks,
            System = await system.HeadAsync(cancellationToken),
            PreviousHash = end?.Hash ?? AuditChain.FirstPreviousHash,
        };
        if (await book.TryAddAsync(anchor, row, cancellationToken) is not { } hash)
        {
            await RemoveOursAsync(anchor, cancellationToken);
            return;
        }

        // The log is a witness outside the store.
        Log.Anchored(logger, day, anchor.Heads, hash);
        if (!isNewest)
            return;

        // Should we die before this, the next anchor has them once more.
        for (var shard = 0; shard < OpenLedger.Shards; shard++)
            await ledger.LetGoAsync(shard, lookedAt - Slack, cancellationToken);
    }

    private async Task<List<AnchorChunk>> WriteChunksAsync(DateOnly day, DateTimeOffset since, CancellationToken cancellationToken)
    {
        var chunks = new List<AnchorChunk>();
        var heads = new List<ChainHead>(HeadsInAChunk);
        for (var shard = 0; shard < OpenLedger.Shards; shard++)
        {
            await foreach (var head in ChangedAsync(shard, since, cancellationToken))
            {
                heads.Add(head);
                if (heads.Count == HeadsInAChunk)
                    await WriteAsync(shard);
            }

            if (heads.Count > 0)
                await WriteAsync(shard);
        }

        return chunks;

        async Task WriteAsync(int shard)
        {
            chunks.Add(await book.AddChunkAsync(day, shard, [.. heads], cancellationToken));
            heads.Clear();
        }
    }

    /// <summary>The open ones first: a lead that is settled in this moment is then met twice and not missed.</summary>
    private async IAsyncEnumerable<ChainHead> ChangedAsync(
        int shard,
        DateTimeOffset since,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        await foreach (var open in ledger.OpenAsync(shard, cancellationToken).Chunk(ReadsAtOnce).WithCancellation(cancellationToken))
        {
            var chains = await Task.WhenAll(open.Select(row => FindAsync(row.LeadId, cancellationToken)));
            foreach (var (row, chain) in open.Zip(chains))
            {
                if (chain is { LastAt: { } last } && last >= since)
                    yield return new ChainHead(row.LeadId, chain.Count, chain.LastHash);
            }
        }

        await foreach (var settled in ledger.SettledAsync(shard, cancellationToken))
            yield return new ChainHead(settled.LeadId, settled.Count, settled.LastHash);
    }

    /// <summary>One lead that was tampered with does not keep the others from being anchored: verifying names it.</summary>
    private async Task<AuditChain?> FindAsync(string lead, CancellationToken cancellationToken)
    {
        try
        {
            return await records.FindChainAsync(LeadId.Parse(lead), cancellationToken);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private async Task RemoveOursAsync(Anchor ours, CancellationToken cancellationToken)
    {
        var theirs = new HashSet<string>();
        await foreach (var row in book.EachAsync(cancellationToken, after: ours.Day.AddDays(-1)))
        {
            if (AnchorBook.TryRead(row.Body) is { } anchor && anchor.Day == ours.Day)
                theirs.UnionWith(anchor.Chunks.Select(chunk => chunk.Hash));
            break;
        }

        foreach (var chunk in ours.Chunks.Where(chunk => !theirs.Contains(chunk.Hash)))
            await book.RemoveChunkAsync(ours.Day, chunk, cancellationToken);
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "The audit of {Day} is anchored: {Heads} chains, {Hash}.")]
        public static partial void Anchored(ILogger logger, DateOnly day, int heads, string hash);

        [LoggerMessage(
            2,
            LogLevel.Critical,
            "The end of the chain of anchors was changed, or SecretKey was: no day is anchored until it is as it was. `audit verify` says more."
        )]
        public static partial void EndChanged(ILogger logger);
    }
}
