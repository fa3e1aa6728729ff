using Azure;
using Azure.Identity;

namespace SalesAgent.Core.Storage.AzureStorage;

/// <summary>What the library throws when Azure, the way to it or our identity fails, and what that means.</summary>
internal static class AzureFailure
{
    /// <summary>
    /// Anything else is a bug of ours. A time-out comes as a cancellation, so whoever has a caller's token asks that first.
    /// </summary>
    public static bool IsOne(Exception failure) =>
        failure
            is RequestFailedException
                or AuthenticationFailedException
                or IOException
                or HttpRequestException
                or OperationCanceledException
        || (failure is AggregateException several && several.InnerExceptions.All(IsOne));

    /// <summary>The failure in one line an operator can act on.</summary>
    public static StorageUnavailableException InWords(Exception failure, string account)
    {
        var last = failure is AggregateException several ? several.InnerExceptions[^1] : failure;
        var said = last switch
        {
            AuthenticationFailedException =>
                "cannot be asked: this process has no Azure identity. Sign in, or run it where a managed identity is",
            RequestFailedException { Status: 401 or 403 } refused =>
                $"refuses us ({Code(refused)}): check its key, or give the identity the roles Storage Table Data Contributor and Storage Queue Data Contributor",
            RequestFailedException { ErrorCode: "TableNotFound" or "QueueNotFound" } gone =>
                $"has lost what was made in it at the start ({Code(gone)}): start again to make it anew",
            RequestFailedException { Status: 429 or 503 } busy => $"is too busy ({Code(busy)})",
            RequestFailedException { Status: > 0 } other => $"did not do it ({Code(other)})",
            _ => "cannot be reached: check Storage:AccountName or Storage:ConnectionString, and the network",
        };
        return new StorageUnavailableException($"The storage account '{account}' {said}.", failure);
    }

    private static string Code(RequestFailedException failure) =>
        failure.ErrorCode is { Length: > 0 } code ? $"{failure.Status} {code}" : $"{failure.Status}";
}
