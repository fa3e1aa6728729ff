using System.Runtime.CompilerServices;

namespace SalesAgent.Core.Storage;

/// <summary>Reads what may be long in pages, so that it never lies in memory as a whole.</summary>
internal static class RecordPages
{
    /// <summary>What both back ends give in one go.</summary>
    private const int Size = 1000;

    /// <summary>In key order. Records that come or go meanwhile may be among them or not.</summary>
    /// <exception cref="StorageUnavailableException">The store could not be read.</exception>
    public static async IAsyncEnumerable<StoredRecord> EachAsync(
        this IRecordStore store,
        string partition,
        string keyPrefix,
        [EnumeratorCancellation] CancellationToken cancellationToken,
        string? after = null
    )
    {
        while (true)
        {
            var page = await store.ListAsync(partition, keyPrefix, cancellationToken, Size, after);
            foreach (var record in page)
                yield return record;
            if (page.Count < Size)
                yield break;

            after = page[^1].Key;
        }
    }
}
