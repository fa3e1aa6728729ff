using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace SalesAgent.Core.Storage;

/// <summary>Where records and work are kept; section <c>Storage</c>.</summary>
internal sealed class StorageOptions
{
    public const string Section = "Storage";

    /// <summary><c>Sqlite</c> (default): one file on a local disk.</summary>
    public StorageBackend Backend { get; set; } = StorageBackend.Sqlite;

    /// <summary>The database file, relative to the content root. Default <c>data/salesagent.db</c>.</summary>
    [Required]
    public string Path { get; set; } = "data/salesagent.db";
}

/// <summary>What there is to choose from.</summary>
public enum StorageBackend
{
    Sqlite,
    AzureStorage,
}

[OptionsValidator]
internal sealed partial class StorageOptionsValidator : IValidateOptions<StorageOptions>;
