using System.Text.RegularExpressions;
using Azure.Data.Tables;
using Azure.Storage.Queues;
using Microsoft.Extensions.Options;

namespace SalesAgent.Core.Storage.AzureStorage;

/// <summary>Whether an account is named, and one only. Never says what is in the connection string.</summary>
internal sealed partial class ValidateAzureStorage : IValidateOptions<StorageOptions>
{
    public ValidateOptionsResult Validate(string? name, StorageOptions options) =>
        ProblemWith(options) is { } problem ? ValidateOptionsResult.Fail(problem) : ValidateOptionsResult.Success;

    private static string? ProblemWith(StorageOptions options) =>
        (options.ConnectionString, options.AccountName) switch
        {
            (null or "", null or "") => "Storage:ConnectionString or Storage:AccountName is needed with AzureStorage.",
            ({ Length: > 0 }, { Length: > 0 }) => "Storage:AccountName is set beside Storage:ConnectionString: one of them must go.",
            ({ Length: > 0 } connection, _) when !CanBeRead(connection) =>
                "Storage:ConnectionString must be that of a storage account, with its tables and queues, as the Azure portal shows it.",
            (_, { Length: > 0 } account) when !AccountName().IsMatch(account) =>
                "Storage:AccountName must be 3 to 24 lower-case letters and digits: the name alone, not its address.",
            _ => null,
        };

    private static bool CanBeRead(string connection)
    {
        try
        {
            _ = new TableServiceClient(connection);
            _ = new QueueServiceClient(connection);
            return true;
        }
        catch (Exception failure) when (failure is FormatException or ArgumentException or InvalidOperationException)
        {
            return false;
        }
    }

    [GeneratedRegex("^[a-z0-9]{3,24}$", RegexOptions.CultureInvariant)]
    private static partial Regex AccountName();
}
