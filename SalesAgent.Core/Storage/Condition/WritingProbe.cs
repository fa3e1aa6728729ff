namespace SalesAgent.Core.Storage.Condition;

/// <summary>
/// Whether the storage takes writes. While it does nothing is written for this. After a commit that failed, a small one is tried, at most
/// one a second: an instance that is taken out of service gets no leads by which it could notice that there is room again.
/// </summary>
public sealed class WritingProbe(IRecordStore store, IStorageCondition condition, TimeProvider time)
{
    private static readonly TimeSpan BetweenTries = TimeSpan.FromSeconds(1);

    /// <summary>About as much as a lead takes: less would find room where no lead does.</summary>
    private static readonly string Filling = new('-', 16_000);

    private readonly Lock deciding = new();
    private long? triedAt;

    /// <summary>Null: what is accepted now is kept.</summary>
    public async Task<StorageProblem?> FindProblemAsync(CancellationToken cancellationToken)
    {
        if (condition.Look() is not { } problem)
            return null;
        if (!problem.MayHavePassed || !IsTimeToTry())
            return problem;

        try
        {
            await store.CommitAsync("health", [new RecordOperation.Put("probe", $"{time.GetUtcNow():O}{Filling}")], cancellationToken);
        }
        catch (StorageUnavailableException)
        {
            // It is what the condition tells of.
        }

        return condition.Look();
    }

    private bool IsTimeToTry()
    {
        lock (deciding)
        {
            if (triedAt is { } before && time.GetElapsedTime(before) < BetweenTries)
                return false;

            triedAt = time.GetTimestamp();
            return true;
        }
    }
}
