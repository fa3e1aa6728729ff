using Azure;
using Azure.Data.Tables;
using Azure.Identity;
using SalesAgent.Core.Storage.Condition;

namespace SalesAgent.Core.Storage.AzureStorage;

/// <summary>One record is one row, its version the row's ETag; one commit is one entity-group transaction.</summary>
internal sealed class AzureRecordStore(AzureStorageAccount account, LastCommit last, TimeProvider time) : IRecordStore
{
    /// <summary>Azure's most rows in one answer.</summary>
    private const int LargestPage = 1000;

    /// <summary>What a commit is sent when nobody can tell what became of it.</summary>
    private const int MostAttempts = 3;

    private static readonly TimeSpan BetweenAttempts = TimeSpan.FromMilliseconds(500);

    public async Task<StoredRecord?> FindAsync(string partition, string key, CancellationToken cancellationToken)
    {
        RecordRules.CheckKey(partition, nameof(partition));
        RecordRules.CheckKey(key, nameof(key));

        // A query, because getting a row answers a missing table as it does a missing row.
        var found = await QueryAsync(
            TableClient.CreateQueryFilter($"PartitionKey eq {RecordRow.PartitionKeyOf(partition)} and RowKey eq {key}"),
            1,
            cancellationToken
        );
        return found.Count > 0 ? RecordRow.Read(found[0]) : null;
    }

    public async Task<IReadOnlyList<StoredRecord>> ListAsync(
        string partition,
        string keyPrefix,
        CancellationToken cancellationToken,
        int limit = int.MaxValue,
        string? after = null
    )
    {
        RecordRules.CheckKey(partition, nameof(partition));
        RecordRules.CheckPrefix(keyPrefix, nameof(keyPrefix));
        ArgumentOutOfRangeException.ThrowIfNegative(limit);
        var from = RecordRules.ListFrom(keyPrefix, after);
        if (limit == 0)
            return [];

        var filter = TableClient.CreateQueryFilter(
            $"PartitionKey eq {RecordRow.PartitionKeyOf(partition)} and RowKey ge {from} and RowKey lt {keyPrefix + RecordRow.AfterKeys}"
        );
        return [.. (await QueryAsync(filter, limit, cancellationToken)).Select(RecordRow.Read)];
    }

    public async Task<CommitResult> CommitAsync(
        string partition,
        IReadOnlyList<RecordOperation> operations,
        CancellationToken cancellationToken
    )
    {
        RecordRules.CheckCommit(partition, operations);
        if (operations.FirstOrDefault(RecordRow.HasForeignVersion) is { } foreign)
            return new CommitResult.Conflict(foreign.Key);

        // From here on it is not cancelled: whoever is told that it was must be able to rely on nothing being written.
        cancellationToken.ThrowIfCancellationRequested();
        try
        {
            var result = await SubmitAsync(partition, operations);
            last.Succeeded();
            return result;
        }
        catch (StorageUnavailableException failure)
        {
            last.Failed(failure);
            throw;
        }
    }

    private async Task<CommitResult> SubmitAsync(string partition, IReadOnlyList<RecordOperation> operations)
    {
        var commit = Guid.NewGuid().ToString("N");
        var actions = RecordRow.Actions(partition, operations, commit);
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                var answers = (await account.Writes.SubmitTransactionAsync(actions, CancellationToken.None)).Value;
                return new CommitResult.Committed([
                    .. operations.Select(
                        (operation, index) => operation is RecordOperation.Delete ? null : answers[index].Headers.ETag?.ToString()
                    ),
                ]);
            }
            catch (TableTransactionFailedException refused) when (ConflictIn(refused) is { } index)
            {
                if (attempt == 1)
                    return new CommitResult.Conflict(operations[index].Key);

                // The one in the way may be our own earlier attempt; if it is not, that one may have been overwritten since.
                return await OursAsync(partition, operations, commit)
                    ?? throw new StorageUnavailableException(
                        $"Whether the storage account '{account.Name}' wrote something is not known: its answer was lost.",
                        refused
                    );
            }
            catch (Exception failure) when (AzureFailure.IsOne(failure))
            {
                if (!MayHaveBeenWritten(failure))
                    throw AzureFailure.InWords(failure, account.Name);
                if (await OursAsync(partition, operations, commit) is { } ours)
                    return ours;
                if (attempt == MostAttempts)
                    throw AzureFailure.InWords(failure, account.Name);
                await Task.Delay(BetweenAttempts * attempt, time, CancellationToken.None);
            }
        }
    }

    /// <summary>The commit as it stands in the table, or null when no row tells of it.</summary>
    private async Task<CommitResult.Committed?> OursAsync(string partition, IReadOnlyList<RecordOperation> operations, string commit)
    {
        var rows = await QueryAsync(RecordRow.OfCommit(partition, commit), int.MaxValue, CancellationToken.None);
        if (rows.Count == 0)
            return null;

        // It is all there or not at all; a row that does not tell of it has been written again since, so its version has passed.
        var versions = rows.ToDictionary(row => row.RowKey, row => row.ETag.ToString());
        return new CommitResult.Committed([
            .. operations.Select(operation =>
                operation is RecordOperation.Delete ? null : versions.GetValueOrDefault(operation.Key, RecordRow.PassedVersion)
            ),
        ]);
    }

    private Task<List<TableEntity>> QueryAsync(string filter, int limit, CancellationToken cancellationToken) =>
        account.AskAsync(
            async () =>
            {
                var rows = new List<TableEntity>();
                await foreach (
                    var row in account.Reads.QueryAsync<TableEntity>(
                        filter,
                        Math.Min(limit, LargestPage),
                        cancellationToken: cancellationToken
                    )
                )
                {
                    rows.Add(row);
                    if (rows.Count == limit)
                        break;
                }

                return rows;
            },
            cancellationToken
        );

    /// <summary>Which operation found its row not as it expected; null for any other failure.</summary>
    private static int? ConflictIn(TableTransactionFailedException refused) =>
        refused
            is { Status: 409, ErrorCode: "EntityAlreadyExists" }
                or { Status: 412 }
                or { Status: 404, ErrorCode: "ResourceNotFound" or "EntityNotFound" }
            ? refused.FailedTransactionActionIndex
            : null;

    private static bool MayHaveBeenWritten(Exception failure) =>
        failure is not RequestFailedException { Status: >= 400 and < 500 and not 408 or 503 } and not AuthenticationFailedException;
}
