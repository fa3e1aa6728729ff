using Microsoft.Bot.Builder;
using Microsoft.Bot.Builder.Integration.AspNet.Core;
using Microsoft.Bot.Connector.Authentication;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace SalesAgent.Bot.Protocol;

public static class BotProtocolServices
{
    /// <summary>
    /// The Bot Framework SDK behind our own door. The application brings an <see cref="IBot"/> and maps the endpoint with
    /// <see cref="BotEndpoint.MapBotEndpoint"/>. Bad configuration stops the host at its start.
    /// </summary>
    public static IServiceCollection AddBotProtocol(
        this IServiceCollection services,
        IConfiguration configuration,
        IHostEnvironment environment
    )
    {
        // Without it the first token that is signed with a new key is refused, because the keys are fetched behind
        // its back. The library reads the switch once, so it must be set before the first token is looked at.
        AppContext.SetSwitch("Switch.Microsoft.IdentityModel.UpdateConfigAsBlocking", true);

        services.TryAddSingleton(environment);
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<IValidateOptions<BotOptions>, BotOptionsRules>();
        services
            .AddOptions<BotOptions>()
            .Bind(configuration.GetSection(BotOptions.Section))
            .Configure(options => ReadRegistration(options, configuration))
            .ValidateOnStart();

        services
            .AddHttpClient(
                SigningKeys.ClientName,
                client =>
                {
                    client.Timeout = TimeSpan.FromSeconds(10);
                    client.MaxResponseContentBufferSize = 1024 * 1024;
                }
            )
            .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.FromMinutes(10) })
            .SetHandlerLifetime(Timeout.InfiniteTimeSpan);

        services.AddSingleton<ServiceUrlTrust>();
        services.AddSingleton<SigningKeys>();
        services.AddSingleton<ConnectorTokens>();
        services.AddSingleton<Admission>();
        services.AddSingleton<BotFrameworkAuthentication, TeamsAuthentication>();
        services.AddSingleton<TeamsAdapter>();
        services.AddSingleton<CloudAdapter>(provider => provider.GetRequiredService<TeamsAdapter>());
        services.AddSingleton<BotDoor>();

        return services.AddBotConnector();
    }

    /// <summary>The keys every Bot Framework app has in the root. The same names under <c>Bot</c> mean nothing.</summary>
    private static void ReadRegistration(BotOptions options, IConfiguration root)
    {
        options.MicrosoftAppType = Text(nameof(BotOptions.MicrosoftAppType)) is { Length: > 0 } type
            ? type
            : nameof(BotAppType.SingleTenant);
        options.MicrosoftAppId = Text(nameof(BotOptions.MicrosoftAppId));
        options.MicrosoftAppPassword = Text(nameof(BotOptions.MicrosoftAppPassword));
        options.MicrosoftAppTenantId = Text(nameof(BotOptions.MicrosoftAppTenantId));
        options.MicrosoftAppCertificateFile = Text(nameof(BotOptions.MicrosoftAppCertificateFile));
        options.MicrosoftAppCertificatePassword = Text(nameof(BotOptions.MicrosoftAppCertificatePassword));
        options.MicrosoftAppFederatedClientId = Text(nameof(BotOptions.MicrosoftAppFederatedClientId));

        string Text(string key) => root[key]?.Trim() ?? "";
    }
}
