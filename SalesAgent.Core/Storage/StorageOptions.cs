using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace SalesAgent.Core.Storage;

/// <summary>Where records and work are kept; section <c>Storage</c>.</summary>
internal sealed class StorageOptions
{
    public const string Section = "Storage";

    /// <summary><c>Sqlite</c> (default): one file on a local disk. <c>AzureStorage</c>: an account that several machines share.</summary>
    public StorageBackend Backend { get; set; } = StorageBackend.Sqlite;

    /// <summary>The database file, relative to the content root. Default <c>data/salesagent.db</c>.</summary>
    [Required]
    public string Path { get; set; } = "data/salesagent.db";

    /// <summary>With less room on its disk the instance is not ready. 0: never looked at. Default 32.</summary>
    [Range(0, 1_000_000)]
    public int MinimumFreeMegabytes { get; set; } = 32;

    /// <summary>Secret. Of the storage account, with a key or a signature in it.</summary>
    public string? ConnectionString { get; set; }

    /// <summary>Instead of the connection string: the account's name, reached as whoever this process is at Azure.</summary>
    public string? AccountName { get; set; }
}

/// <summary>What there is to choose from.</summary>
public enum StorageBackend
{
    Sqlite,
    AzureStorage,
}

[OptionsValidator]
internal sealed partial class StorageOptionsValidator : IValidateOptions<StorageOptions>;
