using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using SalesAgent.Core.Storage.Condition;
using SalesAgent.Core.Work;

namespace SalesAgent.Core.Storage.AzureStorage;

internal static class AzureStorageServices
{
    public static IServiceCollection AddAzureStorage(this IServiceCollection services)
    {
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<StorageOptions>, ValidateAzureStorage>());
        return services
            .AddSingleton(static provider => AzureStorageAccount.Open(provider.GetRequiredService<IOptions<StorageOptions>>().Value))
            .AddSingleton<LastCommit>()
            .AddSingleton<IRecordStore, AzureRecordStore>()
            .AddSingleton<IStorageCondition, AzureCondition>()
            .AddSingleton<IWorkQueue, AzureWorkQueue>()
            .AddSingleton<IOrderedWrites, SequentialWrites>();
    }
}
