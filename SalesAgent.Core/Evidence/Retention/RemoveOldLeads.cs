using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using SalesAgent.Core.Audit;
using SalesAgent.Core.Evidence.Anchors;
using SalesAgent.Core.Records;
using SalesAgent.Core.Storage;

namespace SalesAgent.Core.Evidence.Retention;

/// <summary>
/// Removes whole leads that were last changed <see cref="AuditOptions.RetentionDays"/> ago, anchor by anchor in the order of their days.
/// The anchors stay, and a note beside them says what was begun. Leads that are open, or were changed since, are left to a later anchor.
/// </summary>
internal sealed partial class RemoveOldLeads(
    AnchorBook book,
    OldLead lead,
    SystemAudit audit,
    IOptions<AuditOptions> options,
    TimeProvider time,
    ILogger<RemoveOldLeads> logger
)
{
    private const int AtOnce = 8;

    /// <summary>Longer than a chunk takes.</summary>
    private static readonly TimeSpan ClaimLength = TimeSpan.FromMinutes(15);

    /// <summary>Every day up to this one is done; found out anew after a restart.</summary>
    private DateOnly? doneUntil;

    public async Task GoOnAsync(CancellationToken cancellationToken)
    {
        if (options.Value.RetentionDays == 0)
            return;

        var before = time.GetUtcNow() - TimeSpan.FromDays(options.Value.RetentionDays);
        await foreach (var row in book.EachAsync(cancellationToken, after: doneUntil))
        {
            // By what an anchor says that cannot be trusted nothing is removed.
            if (AnchorBook.TryRead(row.Body) is not { } anchor || !book.IsSealed(anchor))
            {
                Log.NotTrusted(logger, row.Key);
                return;
            }

            if (anchor.LookedAt > before || (anchor.Chunks.Count > 0 && !await TryFinishAsync(anchor, cancellationToken)))
                return;
            doneUntil = anchor.Day;
        }
    }

    /// <returns>False: another instance is at it.</returns>
    private async Task<bool> TryFinishAsync(Anchor anchor, CancellationToken cancellationToken)
    {
        var (note, row) = await book.FindNoteAsync(anchor.Day, cancellationToken);
        if (note is { EndedAt: not null })
            return true;
        if (row is not null && (note is null || StoredTime.IsAhead(note.ClaimedUntil, time.GetUtcNow(), ClaimLength)))
            return false;

        note ??= new RetentionNote { Day = anchor.Day, BegunAt = time.GetUtcNow() };
        row = await WriteAsync(note, row);
        foreach (var chunk in anchor.Chunks.Skip(note.ChunksDone))
        {
            if (row is null)
                return false;

            var (removed, kept) = await RemoveAsync(anchor, chunk, cancellationToken);
            note = note with { ChunksDone = note.ChunksDone + 1, Removed = note.Removed + removed, Kept = note.Kept + kept };
            row = await WriteAsync(note, row);
        }

        if (row is null)
            return false;

        // Told first: after a crash it is rather told twice than not at all.
        await audit.AppendAsync(AuditEvent.RetentionEnded(anchor.Day, note.Removed, note.Kept), cancellationToken);
        await book.TryWriteAsync(note with { EndedAt = time.GetUtcNow(), ClaimedUntil = default }, row, cancellationToken);
        Log.Removed(logger, anchor.Day, note.Removed, note.Kept);
        return true;

        Task<StoredRecord?> WriteAsync(RetentionNote now, StoredRecord? known) =>
            book.TryWriteAsync(now with { ClaimedUntil = time.GetUtcNow() + ClaimLength }, known, cancellationToken);
    }

    private async Task<(int Removed, int Kept)> RemoveAsync(Anchor anchor, AnchorChunk chunk, CancellationToken cancellationToken)
    {
        var (removed, kept) = (0, 0);
        if (await book.HeadsAsync(anchor, chunk, cancellationToken) is not { } heads)
        {
            Log.NotTrusted(logger, chunk.Hash);
            return (0, chunk.Heads);
        }

        await Parallel.ForEachAsync(
            heads.DistinctBy(head => head.Chain),
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken },
            async (head, token) =>
            {
                if (await lead.RemoveAsync(LeadId.Parse(head.Chain), anchor.LookedAt, token))
                    Interlocked.Increment(ref removed);
                else
                    Interlocked.Increment(ref kept);
            }
        );
        return (removed, kept);
    }

    private static partial class Log
    {
        [LoggerMessage(
            1,
            LogLevel.Information,
            "Of the leads anchored on {Day} {Removed} were kept long enough and are removed, {Kept} stay for now."
        )]
        public static partial void Removed(ILogger logger, DateOnly day, int removed, int kept);

        [LoggerMessage(
            2,
            LogLevel.Critical,
            "The anchor {Anchor} is not as it was written, or SecretKey was changed: nothing is removed by it. `audit verify` says more."
        )]
        public static partial void NotTrusted(ILogger logger, string anchor);
    }
}
