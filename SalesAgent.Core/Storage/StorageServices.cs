using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using SalesAgent.Core.Storage.AzureStorage;
using SalesAgent.Core.Storage.Condition;
using SalesAgent.Core.Storage.Queue;
using SalesAgent.Core.Storage.Sqlite;
using SalesAgent.Core.Work;
using SalesAgent.Core.Work.Ownership;

namespace SalesAgent.Core.Storage;

/// <summary>
/// Registers the back end that <c>Storage:Backend</c> names behind <see cref="IRecordStore"/>, <see cref="IWorkQueue"/> and
/// <see cref="IOrderedWrites"/>.
/// </summary>
public static class StorageServices
{
    public static IServiceCollection AddStorage(this IServiceCollection services, IConfiguration configuration)
    {
        var section = configuration.GetSection(StorageOptions.Section);
        services.AddOptions<StorageOptions>().Bind(section).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<StorageOptions>, StorageOptionsValidator>());
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(static provider =>
        {
            var options = provider.GetRequiredService<IOptions<StorageOptions>>().Value;
            var file = Path.GetFullPath(Path.Combine(provider.GetRequiredService<IHostEnvironment>().ContentRootPath, options.Path));
            var storage = options.Backend is StorageBackend.Sqlite ? file : options.AccountName ?? options.ConnectionString ?? "";
            return new Instances(
                Instances.FolderFor(Path.GetDirectoryName(file)!, storage),
                provider.GetRequiredService<ILogger<Instances>>()
            );
        });
        services.AddHostedService<TakeOverFromDead>();
        services.AddSingleton<WritingProbe>();

        // Read here as well, because it decides what is registered. What cannot be read is refused when the options are.
        return
            Enum.TryParse<StorageBackend>(section[nameof(StorageOptions.Backend)], ignoreCase: true, out var backend)
            && backend is StorageBackend.AzureStorage
            ? services.AddAzureStorage()
            : services.AddSqliteStorage();
    }
}
