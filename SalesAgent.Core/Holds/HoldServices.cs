using Microsoft.Extensions.DependencyInjection;

namespace SalesAgent.Core.Holds;

public static class HoldServices
{
    public static IServiceCollection AddHolds(this IServiceCollection services) =>
        services.AddSingleton<HoldRequests>().AddSingleton<TakenTimes>();
}
