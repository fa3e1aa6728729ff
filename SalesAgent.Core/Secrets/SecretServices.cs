using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using SalesAgent.Core.Secrets.Keys;

namespace SalesAgent.Core.Secrets;

public static class SecretServices
{
    public static IServiceCollection AddSecrets(this IServiceCollection services, IConfiguration configuration)
    {
        services
            .AddOptions<InstallationOptions>()
            .Bind(configuration)
            .Validate(
                static options => options.SecretKey.Length >= InstallationOptions.MinimumSecretKeyLength,
                $"SecretKey is missing or shorter than {InstallationOptions.MinimumSecretKeyLength} characters: set a long random text."
            )
            .Validate<IHostEnvironment>(
                static (options, environment) =>
                    environment.IsDevelopment() || options.SecretKey != InstallationOptions.DevelopmentSecretKey,
                "SecretKey is the one of Development: set a long random text of your own."
            )
            .Validate(
                static options => options.PreviousSecretKey is not { Length: > 0 and < InstallationOptions.MinimumSecretKeyLength },
                $"PreviousSecretKey is shorter than {InstallationOptions.MinimumSecretKeyLength} characters, which no SecretKey ever was."
            )
            .Validate<IHostEnvironment>(
                static (options, environment) =>
                    environment.IsDevelopment() || options.PreviousSecretKey != InstallationOptions.DevelopmentSecretKey,
                "PreviousSecretKey is the one of Development, with which anybody could open the storage."
            )
            .ValidateOnStart();
        services.AddSingleton<StoreKeys>();
        return services;
    }
}
