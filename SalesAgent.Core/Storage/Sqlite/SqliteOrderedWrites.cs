using System.Diagnostics;
using SalesAgent.Core.Work;
using SalesAgent.Core.Work.Ownership;

namespace SalesAgent.Core.Storage.Sqlite;

/// <summary>All in one transaction: one wait for the disk instead of one for each, and a crash leaves all of them or none.</summary>
/// <param name="held">What this process holds; null: nothing is known of it.</param>
internal sealed class SqliteOrderedWrites(SqliteDatabase database, TimeProvider time, HeldWork? held = null) : IOrderedWrites
{
    public async Task<OrderedOutcome> RunAsync(IReadOnlyList<OrderedWrite> writes, CancellationToken cancellationToken)
    {
        RecordRules.CheckOrder(writes);
        var caller = Activity.Current;
        var weight = 0;
        foreach (var write in writes)
            weight += write is OrderedWrite.Commit commit ? SqliteRecordStore.WeightOf(commit.Operations) : 0;
        var enqueued = new List<LeasedWork>(1);
        try
        {
            return await database.WriteAsync(
                session =>
                {
                    LetGo(enqueued);
                    return Run(session, writes, enqueued, caller);
                },
                cancellationToken,
                weight
            );
        }
        catch
        {
            LetGo(enqueued);
            throw;
        }
    }

    /// <summary>Of a transaction that was rolled back, or is run again.</summary>
    private void LetGo(List<LeasedWork> enqueued)
    {
        foreach (var work in enqueued)
            held?.Drop(work);
        enqueued.Clear();
    }

    private OrderedOutcome Run(SqliteSession session, IReadOnlyList<OrderedWrite> writes, List<LeasedWork> enqueued, Activity? caller)
    {
        // The writer's thread is nobody's: the spans belong to whoever waits.
        Activity.Current = caller;
        try
        {
            foreach (var write in writes)
            {
                using var span = write.Trace();
                if (!Make(session, write, enqueued))
                    return new OrderedOutcome(write, enqueued);
            }

            return new OrderedOutcome(null, enqueued);
        }
        finally
        {
            Activity.Current = null;
        }
    }

    private bool Make(SqliteSession session, OrderedWrite write, List<LeasedWork> enqueued)
    {
        switch (write)
        {
            case OrderedWrite.Commit commit:
                return SqliteRecordStore.Commit(session, commit.Partition, commit.Operations) is CommitResult.Committed;
            case OrderedWrite.Enqueue put:
                enqueued.Add(SqliteWorkQueue.Enqueue(session, put.Item, time, put.IsHeld ? put.Lease : TimeSpan.Zero, held));
                return true;
            case OrderedWrite.Unless unless:
                return !SqliteRecordStore.Exists(session, unless.Partition, unless.Key, out _);
            default:
                throw new ArgumentException($"'{write.GetType().Name}' is no write this knows.", nameof(write));
        }
    }
}
