using System.Text.Json;
using Microsoft.Extensions.Options;
using SalesAgent.Core.Audit;
using SalesAgent.Core.Connectors;
using SalesAgent.Core.Storage;
using SalesAgent.Core.Work;

namespace SalesAgent.Core.Policy;

/// <summary>
/// Stops all work and every write to the outside, on every instance that shares the store, until somebody lets it go on. It lies in the
/// store, so a restart changes nothing; an instance looks every two seconds, whatever its clock does, and one that cannot look takes it for
/// stopped.
/// </summary>
public sealed class EmergencyStop(
    IRecordStore store,
    SystemAudit audit,
    IOptions<ModeOptions> mode,
    DraftOnlyProof proof,
    TimeProvider time
) : IWorkBrake, IWriteGate
{
    private const string Partition = "policy";
    private const string Key = "stop";

    /// <summary>Half of the five seconds within which it has to be in force everywhere, with room for a slow look.</summary>
    private static readonly TimeSpan LooksEach = TimeSpan.FromSeconds(2);

    private volatile Look? last;

    /// <summary>Null: everything goes on.</summary>
    /// <exception cref="StorageUnavailableException">It is not known.</exception>
    public async ValueTask<Stop?> FindAsync(CancellationToken cancellationToken)
    {
        if (proof.Last is { Escaped.Count: > 0 } broken)
            return Stop.ByItself(broken.At);
        if (mode.Value.Stopped)
            return Stop.ByConfiguration;
        if (last is { } look && time.GetElapsedTime(look.At) < LooksEach)
            return look.Found;

        // The moment before the look: what is found may be older than the answer.
        var at = time.GetTimestamp();
        var row = await store.FindAsync(Partition, Key, cancellationToken);
        var found = row is null ? null : JsonSerializer.Deserialize(row.Body, StopJson.Default.Stop);
        last = new Look(at, found);
        return found;
    }

    /// <param name="by">Id for the audit: a rep's, or <c>command_line</c>.</param>
    /// <returns>What is in force now; an earlier stop stays as it was.</returns>
    public async Task<Stop> StopAsync(string by, string byName, CancellationToken cancellationToken)
    {
        var stop = new Stop(byName, time.GetUtcNow());
        var write = new RecordOperation.Add(Key, JsonSerializer.Serialize(stop, StopJson.Default.Stop));
        var isNew = await store.CommitAsync(Partition, [write], cancellationToken) is CommitResult.Committed;
        last = null;
        if (isNew)
            await audit.AppendAsync(AuditEvent.Stopped(by), CancellationToken.None);
        return await FindAsync(cancellationToken) ?? stop;
    }

    /// <returns>What is still in force: null when everything goes on.</returns>
    public async Task<Stop?> ResumeAsync(string by, CancellationToken cancellationToken)
    {
        var row = await store.FindAsync(Partition, Key, cancellationToken);
        if (
            row is not null
            && await store.CommitAsync(Partition, [new RecordOperation.Delete(Key, row.Version)], cancellationToken)
                is CommitResult.Committed
        )
        {
            await audit.AppendAsync(AuditEvent.Resumed(by), CancellationToken.None);
        }

        last = null;
        return await FindAsync(cancellationToken);
    }

    public ValueTask<bool> IsOnAsync(CancellationToken cancellationToken) => IsStoppedAsync(cancellationToken);

    public ValueTask<bool> IsShutAsync(CancellationToken cancellationToken) => IsStoppedAsync(cancellationToken);

    private async ValueTask<bool> IsStoppedAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await FindAsync(cancellationToken) is not null;
        }
        catch (StorageUnavailableException)
        {
            return true;
        }
    }

    private sealed record Look(long At, Stop? Found);
}
