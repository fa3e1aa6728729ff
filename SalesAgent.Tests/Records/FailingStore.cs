using SalesAgent.Core.Storage;

namespace SalesAgent.Tests.Records;

/// <summary>A real store that becomes unreachable at one commit, before or after it was written: the caller cannot tell which.</summary>
internal sealed class FailingStore(IRecordStore inner) : IRecordStore
{
    private int commits;
    private (int At, bool AfterWriting)? failure;

    public int Commits => Volatile.Read(ref commits);

    /// <param name="commit">Counted from now, 1 the next one.</param>
    public void FailAt(int commit, bool afterWriting) => failure = (Commits + commit, afterWriting);

    public Task<StoredRecord?> FindAsync(string partition, string key, CancellationToken cancellationToken) =>
        inner.FindAsync(partition, key, cancellationToken);

    public Task<IReadOnlyList<StoredRecord>> ListAsync(
        string partition,
        string keyPrefix,
        CancellationToken cancellationToken,
        int limit = int.MaxValue,
        string? after = null
    ) => inner.ListAsync(partition, keyPrefix, cancellationToken, limit, after);

    public Task PurgeAsync(CancellationToken cancellationToken) => inner.PurgeAsync(cancellationToken);

    public async Task<CommitResult> CommitAsync(
        string partition,
        IReadOnlyList<RecordOperation> operations,
        CancellationToken cancellationToken
    )
    {
        var fails = Interlocked.Increment(ref commits) == failure?.At;
        if (fails && !failure!.Value.AfterWriting)
            throw new StorageUnavailableException("not reachable");

        var result = await inner.CommitAsync(partition, operations, cancellationToken);
        return fails ? throw new StorageUnavailableException("the answer was lost") : result;
    }
}
