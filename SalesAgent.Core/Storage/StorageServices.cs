using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using SalesAgent.Core.Storage.Sqlite;
using SalesAgent.Core.Work;

namespace SalesAgent.Core.Storage;

/// <summary>Registers the back end that <c>Storage:Backend</c> names behind <see cref="IRecordStore"/> and <see cref="IWorkQueue"/>.</summary>
public static class StorageServices
{
    public static IServiceCollection AddStorage(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<StorageOptions>()
            .Bind(configuration.GetSection(StorageOptions.Section))
            .Validate(
                static options => options.Backend == StorageBackend.Sqlite,
                "Storage:Backend: only Sqlite is available in this version.")
            .ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<StorageOptions>, StorageOptionsValidator>());
        services.TryAddSingleton(TimeProvider.System);

        return services.AddSqliteStorage();
    }
}
