using Azure;
using Azure.Core;
using Azure.Data.Tables;
using Azure.Data.Tables.Models;
using Azure.Identity;
using Azure.Storage.Queues;

namespace SalesAgent.Core.Storage.AzureStorage;

/// <summary>The account: one table, two queues, and how patient we are with them. Any number of processes may use it.</summary>
internal sealed class AzureStorageAccount
{
    public const string TableName = "salesagentrecords";
    public const string QueueName = "salesagent-work";

    /// <summary>A storage queue knows no order but its own, so what goes first has a queue of its own.</summary>
    public const string UrgentQueueName = "salesagent-urgent";

    private const int Retries = 4;

    /// <summary>How long one request may take before it is given up.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private AzureStorageAccount(TableServiceClient reads, TableServiceClient writes, QueueServiceClient queues)
    {
        Name = reads.AccountName;
        Reads = reads.GetTableClient(TableName);
        Writes = writes.GetTableClient(TableName);
        Queue = queues.GetQueueClient(QueueName);
        UrgentQueue = queues.GetQueueClient(UrgentQueueName);
    }

    public string Name { get; }

    /// <summary>Repeats a read that fails.</summary>
    public TableClient Reads { get; }

    /// <summary>Repeats a write only when it was certainly not carried out.</summary>
    public TableClient Writes { get; }

    /// <summary>Repeats everything: an item that is there twice is worked on twice, which it must stand anyway.</summary>
    public QueueClient Queue { get; }

    /// <inheritdoc cref="Queue"/>
    public QueueClient UrgentQueue { get; }

    /// <summary>Makes the table and the queues where they are not there yet.</summary>
    /// <exception cref="StorageUnavailableException">The account cannot be reached or refuses us; the message says which, in one
    /// line.</exception>
    public static AzureStorageAccount Open(StorageOptions options)
    {
        var account = options.ConnectionString is { Length: > 0 } connection
            ? new AzureStorageAccount(
                new TableServiceClient(connection, Tables(new RetryPatiently(Retries))),
                new TableServiceClient(connection, Tables(new RetryWhatWasRefused(Retries))),
                new QueueServiceClient(connection, Queues())
            )
            : Open(options.AccountName!, new DefaultAzureCredential());
        try
        {
            account.CreateTable();
            account.Queue.CreateIfNotExists();
            account.UrgentQueue.CreateIfNotExists();
            return account;
        }
        catch (Exception failure) when (AzureFailure.IsOne(failure))
        {
            throw AzureFailure.InWords(failure, account.Name);
        }
    }

    /// <exception cref="StorageUnavailableException">It did not work out, whatever the library says of it.</exception>
    public async Task<T> AskAsync<T>(Func<Task<T>> request, CancellationToken cancellationToken)
    {
        try
        {
            return await request();
        }
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested && AzureFailure.IsOne(failure))
        {
            throw AzureFailure.InWords(failure, Name);
        }
    }

    private void CreateTable()
    {
        try
        {
            // The library's CreateIfNotExists serialises by reflection, which is switched off in this process.
            Reads.Create();
        }
        catch (RequestFailedException there) when (there.ErrorCode == TableErrorCode.TableAlreadyExists) { }
    }

    private static AzureStorageAccount Open(string name, TokenCredential identity)
    {
        var tables = new Uri($"https://{name}.table.core.windows.net");
        return new AzureStorageAccount(
            new TableServiceClient(tables, identity, Tables(new RetryPatiently(Retries))),
            new TableServiceClient(tables, identity, Tables(new RetryWhatWasRefused(Retries))),
            new QueueServiceClient(new Uri($"https://{name}.queue.core.windows.net"), identity, Queues())
        );
    }

    private static TableClientOptions Tables(RetryPatiently retry)
    {
        var options = new TableClientOptions { RetryPolicy = retry };
        options.Retry.NetworkTimeout = Patience;
        return options;
    }

    private static QueueClientOptions Queues()
    {
        var options = new QueueClientOptions { RetryPolicy = new RetryPatiently(Retries) };
        options.Retry.NetworkTimeout = Patience;
        return options;
    }
}
