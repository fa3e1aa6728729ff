using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using SalesAgent.Core.Connectors;
using SalesAgent.Core.Connectors.DraftOnly;
using SalesAgent.Core.Work;

namespace SalesAgent.Core.Policy;

public static class PolicyServices
{
    public static IServiceCollection AddPolicy(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton<IDraftOnlyAlarm, DraftOnlyAlarm>();
        services.AddOptions<ModeOptions>().Bind(configuration.GetSection(ModeOptions.Section)).ValidateOnStart();
        services.AddSingleton<IValidateOptions<ModeOptions>, ValidateModeOptions>();
        services.AddSingleton<DraftOnlyProof>();
        services.AddHostedService(static provider => provider.GetRequiredService<DraftOnlyProof>());
        services.AddSingleton<MailPolicy>();
        services.AddSingleton<EmergencyStop>();
        services.AddSingleton<IWorkBrake>(static provider => provider.GetRequiredService<EmergencyStop>());
        services.AddSingleton<IWriteGate>(static provider => provider.GetRequiredService<EmergencyStop>());
        return services;
    }
}
