using System.Buffers;
using System.Text;
using SalesAgent.Core.Storage.Queue;

namespace SalesAgent.Core.Storage;

/// <summary>What every back end refuses before it looks at its store, so that all of them refuse the same.</summary>
internal static class RecordRules
{
    public const int MaximumKeyLength = 200;

    /// <summary>In UTF-8. In base64 it fits the 1 MiB of one row of Azure Tables, so that a record is one row everywhere.</summary>
    public const int MaximumBodyBytes = 750_000;

    /// <summary>All bodies together. In base64 and with their headers they fit the 4 MiB of one transaction of Azure Tables.</summary>
    public const int MaximumCommitBytes = 2_500_000;

    private static readonly SearchValues<char> KeyCharacters = SearchValues.Create(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._:~-"
    );

    public static void CheckKey(string key, string parameter)
    {
        ArgumentException.ThrowIfNullOrEmpty(key, parameter);
        CheckCharacters(key, parameter);
    }

    public static void CheckPrefix(string prefix, string parameter)
    {
        ArgumentNullException.ThrowIfNull(prefix, parameter);
        CheckCharacters(prefix, parameter);
    }

    /// <summary>Where a list begins. What sorts right after a key is that key with the character below all that a key may have.</summary>
    public static string ListFrom(string prefix, string? after)
    {
        if (after is null)
            return prefix;

        CheckKey(after, nameof(after));
        return string.CompareOrdinal(after, prefix) < 0 ? prefix : after + '!';
    }

    /// <exception cref="ArgumentException">No operation, too many, two on one key, a bad key, or bodies that are too large.</exception>
    public static void CheckCommit(string partition, IReadOnlyList<RecordOperation> operations)
    {
        CheckKey(partition, nameof(partition));
        ArgumentNullException.ThrowIfNull(operations);
        if (operations.Count is 0 or > IRecordStore.MaximumOperations)
        {
            throw new ArgumentException(
                $"A commit has 1 to {IRecordStore.MaximumOperations} operations, not {operations.Count}.",
                nameof(operations)
            );
        }

        var keys = operations.Count > 1 ? new HashSet<string>(operations.Count, StringComparer.Ordinal) : null;
        var bytes = 0;
        foreach (var operation in operations)
        {
            CheckKey(operation.Key, nameof(operations));
            bytes += CheckBody(operation);
            if (keys?.Add(operation.Key) == false)
                throw new ArgumentException($"Two operations of one commit are on the key '{operation.Key}'.", nameof(operations));
        }

        if (bytes > MaximumCommitBytes)
        {
            throw new ArgumentException(
                $"The bodies of one commit are larger than {MaximumCommitBytes} bytes together.",
                nameof(operations)
            );
        }
    }

    /// <exception cref="ArgumentException">No write at all, or one that its store would refuse: then none is made.</exception>
    public static void CheckOrder(IReadOnlyList<OrderedWrite> writes)
    {
        ArgumentNullException.ThrowIfNull(writes);
        if (writes.Count == 0)
            throw new ArgumentException("There is nothing to write.", nameof(writes));

        foreach (var write in writes)
        {
            switch (write)
            {
                case OrderedWrite.Commit commit:
                    CheckCommit(commit.Partition, commit.Operations);
                    break;
                case OrderedWrite.Enqueue put:
                    WorkRules.CheckEnqueue([put.Item], put.Lease);
                    break;
                case OrderedWrite.Unless unless:
                    CheckKey(unless.Partition, nameof(writes));
                    CheckKey(unless.Key, nameof(writes));
                    break;
            }
        }
    }

    /// <summary>Of its body, in UTF-8.</summary>
    public static int BytesOf(RecordOperation operation) => operation.NewBody is { } body ? Encoding.UTF8.GetByteCount(body) : 0;

    private static void CheckCharacters(string text, string parameter)
    {
        if (text.Length > MaximumKeyLength || text.AsSpan().ContainsAnyExcept(KeyCharacters))
            throw new ArgumentException($"Keys and partitions have 1 to {MaximumKeyLength} characters of [A-Za-z0-9._:~-].", parameter);
    }

    private static int CheckBody(RecordOperation operation)
    {
        if (operation is not RecordOperation.Delete)
            ArgumentNullException.ThrowIfNull(operation.NewBody, nameof(operation));

        var bytes = BytesOf(operation);
        return bytes <= MaximumBodyBytes
            ? bytes
            : throw new ArgumentException($"The body of '{operation.Key}' is larger than {MaximumBodyBytes} bytes.", nameof(operation));
    }
}
