namespace SalesAgent.Core.Storage.Sqlite;

/// <summary>A change somebody waits for: queued, then either taken into a transaction or cancelled, never both.</summary>
internal abstract class SqliteWrite(int weight)
{
    private const int Queued = 0,
        Taken = 1,
        Cancelled = 2;
    private int state;

    /// <summary>About how many bytes it writes.</summary>
    public int Weight => weight;

    /// <summary>False when it was cancelled before; nothing of it may be run then.</summary>
    public bool TryTake() => Interlocked.CompareExchange(ref state, Taken, Queued) == Queued;

    /// <summary>Has no effect once it was taken: then its outcome is what the waiter gets.</summary>
    public void Cancel(CancellationToken cancellationToken)
    {
        if (Interlocked.CompareExchange(ref state, Cancelled, Queued) == Queued)
            Abandon(cancellationToken);
    }

    /// <summary>Inside the transaction; may be called again after a rollback.</summary>
    public abstract void Run(SqliteSession session);

    /// <summary>The transaction is on disk.</summary>
    public abstract void Succeed();

    public abstract void Fail(Exception failure);

    protected abstract void Abandon(CancellationToken cancellationToken);
}

/// <param name="work">Makes the change and returns its outcome; called again when its transaction had to be rolled back.</param>
internal sealed class SqliteWrite<T>(Func<SqliteSession, T> work, int weight) : SqliteWrite(weight)
{
    // Waiters go on elsewhere: the writer thread has the next transaction to begin.
    private readonly TaskCompletionSource<T> completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private T? result;

    public Task<T> Outcome => completion.Task;

    public override void Run(SqliteSession session) => result = work(session);

    public override void Succeed() => completion.SetResult(result!);

    public override void Fail(Exception failure) => completion.SetException(failure);

    protected override void Abandon(CancellationToken cancellationToken) => completion.SetCanceled(cancellationToken);
}
