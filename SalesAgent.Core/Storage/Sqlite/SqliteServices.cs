using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using SalesAgent.Core.Storage.Condition;
using SalesAgent.Core.Work;

namespace SalesAgent.Core.Storage.Sqlite;

internal static class SqliteServices
{
    public static IServiceCollection AddSqliteStorage(this IServiceCollection services) =>
        services
            .AddSingleton(static provider =>
            {
                var root = provider.GetRequiredService<IHostEnvironment>().ContentRootPath;
                var path = provider.GetRequiredService<IOptions<StorageOptions>>().Value.Path;
                return SqliteDatabase.Open(new SqliteFile(Path.Combine(root, path)), provider.GetRequiredService<ILoggerFactory>());
            })
            .AddSingleton<IRecordStore, SqliteRecordStore>()
            .AddSingleton<IStorageCondition, SqliteCondition>()
            .AddSingleton<IWorkQueue, SqliteWorkQueue>()
            .AddSingleton<IOrderedWrites, SqliteOrderedWrites>();
}
