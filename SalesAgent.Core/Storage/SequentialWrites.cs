using SalesAgent.Core.Work;

namespace SalesAgent.Core.Storage;

/// <summary>For a back end that has nothing better: each write by itself, when the one before it is on disk.</summary>
internal sealed class SequentialWrites(IRecordStore records, IWorkQueue queue) : IOrderedWrites
{
    public async Task<OrderedOutcome> RunAsync(IReadOnlyList<OrderedWrite> writes, CancellationToken cancellationToken)
    {
        RecordRules.CheckOrder(writes);
        var enqueued = new List<LeasedWork>();
        foreach (var write in writes)
        {
            using var span = write.Trace();
            if (!await MakeAsync(write, enqueued, cancellationToken))
                return new OrderedOutcome(write, enqueued);
        }

        return new OrderedOutcome(null, enqueued);
    }

    private async Task<bool> MakeAsync(OrderedWrite write, List<LeasedWork> enqueued, CancellationToken cancellationToken)
    {
        switch (write)
        {
            case OrderedWrite.Commit commit:
                return await records.CommitAsync(commit.Partition, commit.Operations, cancellationToken) is CommitResult.Committed;
            case OrderedWrite.Enqueue put:
                enqueued.AddRange(await queue.EnqueueAsync([put.Item], put.Lease, cancellationToken));
                return true;
            case OrderedWrite.Unless unless:
                return await records.FindAsync(unless.Partition, unless.Key, cancellationToken) is null;
            default:
                throw new ArgumentException($"'{write.GetType().Name}' is no write this knows.", nameof(write));
        }
    }
}
