using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using SalesAgent.Core.Audit;
using SalesAgent.Core.Connectors;
using SalesAgent.Core.Connectors.DraftOnly;
using SalesAgent.Core.Policy.Keys;
using SalesAgent.Core.Storage;
using SalesAgent.Core.Work;

namespace SalesAgent.Core.Policy;

public static class PolicyServices
{
    public static IServiceCollection AddPolicy(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<InstallationOptions>()
            .Bind(configuration)
            .Validate(
                static options => options.SecretKey.Length >= InstallationOptions.MinimumSecretKeyLength,
                $"SecretKey is missing or shorter than {InstallationOptions.MinimumSecretKeyLength} characters: set a long random text.")
            .Validate<IHostEnvironment>(
                static (options, environment) => environment.IsDevelopment() || options.SecretKey != InstallationOptions.DevelopmentSecretKey,
                "SecretKey is the one of Development: set a long random text of your own.")
            .Validate(
                static options => options.PreviousSecretKey is not { Length: > 0 and < InstallationOptions.MinimumSecretKeyLength },
                $"PreviousSecretKey is shorter than {InstallationOptions.MinimumSecretKeyLength} characters, which no SecretKey ever was.")
            .Validate<IHostEnvironment>(
                static (options, environment) => environment.IsDevelopment() || options.PreviousSecretKey != InstallationOptions.DevelopmentSecretKey,
                "PreviousSecretKey is the one of Development, with which anybody could open the storage.")
            .ValidateOnStart();
        services.AddSingleton(static provider => new StoreKeys(
            provider.GetRequiredService<IRecordStore>(), provider.GetRequiredService<IOptions<InstallationOptions>>(), provider.GetRequiredService<ILogger<StoreKeys>>()));
        services.AddSingleton<IDraftOnlyAlarm, DraftOnlyAlarm>();
        services.AddOptions<ModeOptions>().Bind(configuration.GetSection(ModeOptions.Section)).ValidateOnStart();
        services.AddSingleton<IValidateOptions<ModeOptions>, ValidateModeOptions>();
        services.AddSingleton(static provider => new DraftOnlyProof(
            provider.GetRequiredService<ISendTrial>(), provider.GetRequiredService<SystemAudit>(), provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<DraftOnlyProof>>()));
        services.AddHostedService(static provider => provider.GetRequiredService<DraftOnlyProof>());
        services.AddSingleton<MailPolicy>();
        services.AddSingleton<EmergencyStop>();
        services.AddSingleton<IWorkBrake>(static provider => provider.GetRequiredService<EmergencyStop>());
        services.AddSingleton<IWriteGate>(static provider => provider.GetRequiredService<EmergencyStop>());
        return services;
    }
}
