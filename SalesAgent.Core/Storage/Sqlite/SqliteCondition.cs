using Microsoft.Extensions.Options;
using SalesAgent.Core.Storage.Condition;

namespace SalesAgent.Core.Storage.Sqlite;

/// <summary>The file, its last commit and the room that its disk has left.</summary>
internal sealed class SqliteCondition(SqliteDatabase database, IOptions<StorageOptions> options) : IStorageCondition
{
    public StorageProblem? Look()
    {
        var file = database.File;
        if (file.Place.Problem() is { } gone)
            return new StorageProblem(gone, MayHavePassed: false);
        if (database.Writer.Last.Problem is { } failed)
            return failed;

        var needed = options.Value.MinimumFreeMegabytes;
        return needed > 0 && file.FreeBytes() is { } free && free >> 20 < needed
            ? new StorageProblem(
                $"The disk of the storage file '{file.Path}' has less than {needed} MB left (Storage:MinimumFreeMegabytes).",
                MayHavePassed: false
            )
            : null;
    }
}
