using System.Security.Cryptography;
using System.Text;
using Azure;
using Azure.Data.Tables;

namespace SalesAgent.Core.Storage.AzureStorage;

/// <summary>How a record lies in its row, within Azure's limits: 1 MiB a row, 64 KiB a property, 4 MiB a transaction.</summary>
/// <remarks>
/// A body of up to 32 K characters is the text property <c>Body</c>, for people to read. A longer one is cut, as UTF-8, into
/// <c>Body00</c>, <c>Body01</c> … <see cref="RecordRules.MaximumBodyBytes"/> keeps all of them within one row.
/// </remarks>
internal static class RecordRow
{
    /// <summary>Sorts after every character a key may have.</summary>
    public const char AfterKeys = '\u00ff';

    /// <summary>No row has it.</summary>
    public const string PassedVersion = "passed";

    private const string Body = "Body";
    private const string Commit = "Commit";
    private const int LargestText = 32 * 1024;
    private const int LargestPart = 64 * 1024;

    /// <summary>
    /// On the wire a byte of text may become six, but three bytes of a part always four: with more than this in one commit, all
    /// of it goes as parts, and <see cref="RecordRules.MaximumCommitBytes"/> keeps that below 4 MiB.
    /// </summary>
    private const int MostBytesAsText = 512 * 1024;

    /// <summary>
    /// What a partition is called in the table. Azure splits a table by ranges of this: the leads of one time, which lie side by side
    /// elsewhere, would all go to the same server, so two digits of a hash stand before it.
    /// </summary>
    public static string PartitionKeyOf(string partition)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(partition), hash);
        return $"{hash[0]:x2}.{partition}";
    }

    /// <param name="commit">Names the commit in each row it writes, so that it can be recognised there.</param>
    public static List<TableTransactionAction> Actions(string partition, IReadOnlyList<RecordOperation> operations, string commit)
    {
        var asText = operations.Sum(RecordRules.BytesOf) <= MostBytesAsText;
        return
        [
            .. operations.Select(operation =>
                operation switch
                {
                    RecordOperation.Add add => new TableTransactionAction(
                        TableTransactionActionType.Add,
                        Write(partition, add.Key, add.Body, commit, asText)
                    ),
                    RecordOperation.Replace replace => new TableTransactionAction(
                        TableTransactionActionType.UpdateReplace,
                        Write(partition, replace.Key, replace.Body, commit, asText),
                        new ETag(replace.Version)
                    ),
                    RecordOperation.Put put => new TableTransactionAction(
                        TableTransactionActionType.UpsertReplace,
                        Write(partition, put.Key, put.Body, commit, asText)
                    ),
                    RecordOperation.Delete delete => new TableTransactionAction(
                        TableTransactionActionType.Delete,
                        new TableEntity(PartitionKeyOf(partition), delete.Key),
                        new ETag(delete.Version)
                    ),
                    _ => throw new InvalidOperationException($"Unknown operation {operation.GetType().Name}."),
                }
            ),
        ];
    }

    public static StoredRecord Read(TableEntity row) => new(row.RowKey, BodyOf(row), row.ETag.ToString());

    /// <summary>Finds the rows that are as the commit wrote them.</summary>
    public static string OfCommit(string partition, string commit) =>
        TableClient.CreateQueryFilter($"PartitionKey eq {PartitionKeyOf(partition)} and Commit eq {commit}");

    /// <summary>Azure would call a version that is no ETag a malformed request, where it is one that has passed.</summary>
    public static bool HasForeignVersion(RecordOperation operation) =>
        operation.ExpectedVersion is { } version && !version.StartsWith("W/\"", StringComparison.Ordinal);

    private static TableEntity Write(string partition, string key, string body, string commit, bool asText)
    {
        var row = new TableEntity(PartitionKeyOf(partition), key) { [Commit] = commit };
        if (asText && body.Length <= LargestText)
        {
            row[Body] = body;
            return row;
        }

        var bytes = Encoding.UTF8.GetBytes(body);
        for (var part = 0; part * LargestPart < bytes.Length; part++)
            row[NameOf(part)] = bytes[(part * LargestPart)..Math.Min((part + 1) * LargestPart, bytes.Length)];
        return row;
    }

    private static string BodyOf(TableEntity row)
    {
        if (row.GetString(Body) is { } text)
            return text;

        using var bytes = new MemoryStream();
        for (var part = 0; row.GetBinary(NameOf(part)) is { } cut; part++)
            bytes.Write(cut);
        return Encoding.UTF8.GetString(bytes.GetBuffer().AsSpan(0, (int)bytes.Length));
    }

    private static string NameOf(int part) => $"{Body}{part:D2}";
}
