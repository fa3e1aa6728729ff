using Microsoft.Extensions.DependencyInjection;
using SalesAgent.Core.Work;

namespace SalesAgent.Core.Holds;

public static class HoldServices
{
    public static IServiceCollection AddHolds(this IServiceCollection services) => services
        .AddSingleton<HoldRequests>()
        .AddSingleton<TakenTimes>()
        .AddSingleton<IWorkHandler, HoldTimes>();
}
