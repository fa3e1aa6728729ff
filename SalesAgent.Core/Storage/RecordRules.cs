using System.Buffers;
using System.Text;

namespace SalesAgent.Core.Storage;

/// <summary>What every back end refuses before it looks at its store, so that all of them refuse the same.</summary>
internal static class RecordRules
{
    public const int MaximumKeyLength = 200;

    /// <summary>1 MiB, in UTF-8.</summary>
    public const int MaximumBodyBytes = 1 << 20;

    private static readonly SearchValues<char> KeyCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._:~-");

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

    /// <exception cref="ArgumentException">No operation, too many, two on one key, a bad key or a body over 1 MiB.</exception>
    public static void CheckCommit(string partition, IReadOnlyList<RecordOperation> operations)
    {
        CheckKey(partition, nameof(partition));
        ArgumentNullException.ThrowIfNull(operations);
        if (operations.Count is 0 or > IRecordStore.MaximumOperations)
            throw new ArgumentException($"A commit has 1 to {IRecordStore.MaximumOperations} operations, not {operations.Count}.", nameof(operations));

        var keys = operations.Count > 1 ? new HashSet<string>(operations.Count, StringComparer.Ordinal) : null;
        foreach (var operation in operations)
        {
            CheckKey(operation.Key, nameof(operations));
            CheckBody(operation);
            if (keys?.Add(operation.Key) == false)
                throw new ArgumentException($"Two operations of one commit are on the key '{operation.Key}'.", nameof(operations));
        }
    }

    private static void CheckCharacters(string text, string parameter)
    {
        if (text.Length > MaximumKeyLength || text.AsSpan().ContainsAnyExcept(KeyCharacters))
            throw new ArgumentException($"Keys and partitions have 1 to {MaximumKeyLength} characters of [A-Za-z0-9._:~-].", parameter);
    }

    private static void CheckBody(RecordOperation operation)
    {
        var body = operation switch
        {
            RecordOperation.Add add => add.Body,
            RecordOperation.Replace replace => replace.Body,
            RecordOperation.Put put => put.Body,
            RecordOperation.Delete => "",
            _ => throw new ArgumentException($"Unknown operation {operation.GetType().Name}.", nameof(operation)),
        };
        ArgumentNullException.ThrowIfNull(body, nameof(operation));

        // A UTF-16 unit takes at most three bytes, so most bodies need no counting.
        if (body.Length > MaximumBodyBytes / 3 && Encoding.UTF8.GetByteCount(body) > MaximumBodyBytes)
            throw new ArgumentException($"The body of '{operation.Key}' is larger than {MaximumBodyBytes} bytes.", nameof(operation));
    }
}
