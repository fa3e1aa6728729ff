using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using SalesAgent.Core.Audit.Refusals;

namespace SalesAgent.Core.Audit;

public static class AuditServices
{
    public static IServiceCollection AddAudit(this IServiceCollection services, IConfiguration configuration)
    {
        services
            .AddOptions<AuditOptions>()
            .Bind(configuration.GetSection(AuditOptions.Section))
            .Validate<IHostEnvironment>(
                static (options, environment) => options.Enabled || environment.IsDevelopment(),
                "Audit:Enabled is false outside Development: what happens to real leads is always told. Set it to true."
            )
            .ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<AuditOptions>, AuditOptionsValidator>());
        return services
            .AddSingleton<SystemAudit>()
            .AddSingleton<RefusalTrail>()
            .AddHostedService(static provider => provider.GetRequiredService<RefusalTrail>());
    }
}
