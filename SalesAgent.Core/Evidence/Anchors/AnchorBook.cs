using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using SalesAgent.Core.Audit;
using SalesAgent.Core.Evidence.Retention;
using SalesAgent.Core.Storage;

namespace SalesAgent.Core.Evidence.Anchors;

/// <summary>Anchors, their chunks and the notes of the retention, as they lie in the store.</summary>
internal sealed class AnchorBook(IRecordStore store, AuditSeal seal)
{
    internal const string Partition = "audit:anchors";
    internal const string DayPrefix = "day.";
    internal const string NotePrefix = "retention.";
    internal const string EndKey = "end";

    /// <summary>Of any anchor, as stored; null when the text is none (any more).</summary>
    public static Anchor? TryRead(string body) => TryRead(() => JsonSerializer.Deserialize(body, AnchorJson.Default.Anchor));

    public static string KeyOf(DateOnly day) => DayPrefix + Text(day);

    /// <summary>All anchors as stored, in the order of their days.</summary>
    public IAsyncEnumerable<StoredRecord> EachAsync(CancellationToken cancellationToken, DateOnly? after = null) =>
        store.EachAsync(Partition, DayPrefix, cancellationToken, after is { } day ? KeyOf(day) : null);

    /// <summary>Null before the first anchor.</summary>
    public Task<StoredRecord?> FindEndAsync(CancellationToken cancellationToken) => store.FindAsync(Partition, EndKey, cancellationToken);

    /// <summary>Null when it is not as it was written.</summary>
    public AnchorEnd? ReadEnd(StoredRecord row) =>
        TryRead(() => JsonSerializer.Deserialize(row.Body, AnchorJson.Default.AnchorEnd)) is { } end && seal.Matches(TextOf(end), end.Seal)
            ? end
            : null;

    public bool IsSealed(Anchor anchor) => seal.Matches(TextOf(anchor), anchor.Seal);

    /// <summary>Adds the anchor of the day after the last one. One instance succeeds.</summary>
    /// <param name="before">The end of the book that the anchor continues; null for the first.</param>
    /// <returns>Its hash; null when another instance was faster.</returns>
    public async Task<string?> TryAddAsync(Anchor anchor, StoredRecord? before, CancellationToken cancellationToken)
    {
        var body = JsonSerializer.Serialize(anchor with { Seal = seal.Of(TextOf(anchor)) }, AnchorJson.Default.Anchor);
        var end = new AnchorEnd(anchor.Day, anchor.LookedAt, AuditChain.HashOf(body));
        var ends = JsonSerializer.Serialize(end with { Seal = seal.Of(TextOf(end)) }, AnchorJson.Default.AnchorEnd);
        List<RecordOperation> operations =
        [
            before is null ? new RecordOperation.Add(EndKey, ends) : new RecordOperation.Replace(EndKey, ends, before.Version),
            new RecordOperation.Add(KeyOf(anchor.Day), body),
        ];
        return await store.CommitAsync(Partition, operations, cancellationToken) is CommitResult.Committed ? end.Hash : null;
    }

    /// <summary>Stores a chunk under its hash: two instances that found the same write the same.</summary>
    public async Task<AnchorChunk> AddChunkAsync(DateOnly day, int shard, ChainHead[] heads, CancellationToken cancellationToken)
    {
        var body = JsonSerializer.Serialize(heads, AnchorJson.Default.ChainHeadArray);
        var chunk = new AnchorChunk(shard, heads.Length, AuditChain.HashOf(body));
        await store.CommitAsync(ChunksOf(day), [new RecordOperation.Put(chunk.Hash, body)], cancellationToken);
        return chunk;
    }

    /// <summary>Takes away a chunk that no anchor names.</summary>
    public async Task RemoveChunkAsync(DateOnly day, AnchorChunk chunk, CancellationToken cancellationToken)
    {
        if (await store.FindAsync(ChunksOf(day), chunk.Hash, cancellationToken) is { } row)
            await store.CommitAsync(ChunksOf(day), [new RecordOperation.Delete(row.Key, row.Version)], cancellationToken);
    }

    /// <returns>Null when the chunk is gone or not as it was written.</returns>
    public async Task<IReadOnlyList<ChainHead>?> HeadsAsync(Anchor anchor, AnchorChunk chunk, CancellationToken cancellationToken) =>
        await store.FindAsync(ChunksOf(anchor.Day), chunk.Hash, cancellationToken) is { } row && AuditChain.HashOf(row.Body) == chunk.Hash
            ? JsonSerializer.Deserialize(row.Body, AnchorJson.Default.ChainHeadArray)
            : null;

    /// <summary>
    /// What the retention noted about the leads of a day's anchor; null when it noted nothing, or that is not as it was written.
    /// </summary>
    public async Task<(RetentionNote? Note, StoredRecord? Row)> FindNoteAsync(DateOnly day, CancellationToken cancellationToken)
    {
        var row = await store.FindAsync(Partition, NotePrefix + Text(day), cancellationToken);
        return (row is null ? null : ReadNote(row), row);
    }

    /// <summary>Every note that is as it was written.</summary>
    public async IAsyncEnumerable<RetentionNote> NotesAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var row in store.EachAsync(Partition, NotePrefix, cancellationToken))
        {
            if (ReadNote(row) is { } note)
                yield return note;
        }
    }

    /// <returns>The row as it is now; null when another instance wrote it meanwhile.</returns>
    public async Task<StoredRecord?> TryWriteAsync(RetentionNote note, StoredRecord? before, CancellationToken cancellationToken)
    {
        var key = NotePrefix + Text(note.Day);
        var body = JsonSerializer.Serialize(note with { Seal = seal.Of(TextOf(note)) }, AnchorJson.Default.RetentionNote);
        RecordOperation write = before is null
            ? new RecordOperation.Add(key, body)
            : new RecordOperation.Replace(key, body, before.Version);
        return await store.CommitAsync(Partition, [write], cancellationToken) is CommitResult.Committed done
            ? new StoredRecord(key, body, done.Versions[0]!)
            : null;
    }

    private RetentionNote? ReadNote(StoredRecord row) =>
        TryRead(() => JsonSerializer.Deserialize(row.Body, AnchorJson.Default.RetentionNote)) is { } note
        && row.Key == NotePrefix + Text(note.Day)
        && seal.Matches(TextOf(note), note.Seal)
            ? note
            : null;

    private static string TextOf(Anchor anchor) => JsonSerializer.Serialize(anchor with { Seal = "" }, AnchorJson.Default.Anchor);

    private static string TextOf(AnchorEnd end) => JsonSerializer.Serialize(end with { Seal = "" }, AnchorJson.Default.AnchorEnd);

    private static string TextOf(RetentionNote note) => JsonSerializer.Serialize(note with { Seal = "" }, AnchorJson.Default.RetentionNote);

    private static T? TryRead<T>(Func<T?> read)
        where T : class
    {
        try
        {
            return read();
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>A partition for each day: no single one grows for ever.</summary>
    private static string ChunksOf(DateOnly day) => $"audit:heads:{Text(day)}";

    private static string Text(DateOnly day) => day.ToString("yyyyMMdd", CultureInfo.InvariantCulture);
}
