using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using SalesAgent.Core.Work.Ownership;
using SalesAgent.Core.Work.Patience;

namespace SalesAgent.Core.Work;

/// <summary>Registers the pump that works off the queue. Handlers register themselves as <see cref="IWorkHandler"/>.</summary>
public static class WorkServices
{
    public static IServiceCollection AddWork(this IServiceCollection services, IConfiguration configuration)
    {
        services
            .AddOptions<WorkOptions>()
            .Bind(configuration.GetSection(WorkOptions.Section))
            .Validate(
                static options => options.Delays?.All(static delay => delay > TimeSpan.Zero) != false,
                "Work:Delays must be greater than zero."
            )
            .ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<WorkOptions>, WorkOptionsValidator>());
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(Random.Shared);
        services.TryAddSingleton(static provider => new Instances(null, provider.GetRequiredService<ILogger<Instances>>()));
        services.TryAddSingleton<HeldWork>();
        services.AddSingleton<WorkHandOver>();
        services.AddSingleton<LoadShedding>();
        services.AddSingleton<OutsidePatience>();
        services.AddSingleton<RateLimitPauses>();
        services.AddSingleton<WorkPump>();
        services.AddHostedService(static provider => provider.GetRequiredService<WorkPump>());
        return services;
    }
}
