using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace SalesAgent.Bot.Protocol;

internal static class ConnectorServices
{
    /// <summary>A connection attempt that takes longer is given up; nothing has been sent by then.</summary>
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(5);

    /// <summary>After that a connection is made anew, so that a moved host is found again.</summary>
    private static readonly TimeSpan ConnectionLifetime = TimeSpan.FromMinutes(5);

    /// <summary>
    /// The way out: <see cref="TeamsConnectors"/>, the rules under them and the tokens they show. <see cref="BotOptions"/> must be bound
    /// elsewhere.
    /// </summary>
    public static IServiceCollection AddBotConnector(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<ServiceUrlTrust>();
        services.AddSingleton<IValidateOptions<BotOptions>, CertificateFile>();
        services.AddSingleton<LoginHttpClients>();
        services.AddSingleton<BotCredential>();
        services.AddSingleton<BotTokens>();
        services.AddSingleton<TeamsConnectors>();
        services.AddTransient<ConnectorRules>();

        // Loggers off: addresses carry ids of people and conversations.
        // Each call has a limit of its own in the rules, which know whether anything was sent.
        services
            .AddHttpClient(TeamsConnectors.ClientName, client => client.Timeout = Timeout.InfiniteTimeSpan)
            .ConfigurePrimaryHttpMessageHandler(Connections)
            .AddHttpMessageHandler<ConnectorRules>()
            .SetHandlerLifetime(Timeout.InfiniteTimeSpan)
            .RemoveAllLoggers();

        services
            .AddHttpClient(LoginHttpClients.ClientName)
            .ConfigureHttpClient(
                (provider, client) =>
                    client.Timeout = TimeSpan.FromSeconds(provider.GetRequiredService<IOptions<BotOptions>>().Value.ConnectorTimeoutSeconds)
            )
            .ConfigurePrimaryHttpMessageHandler(Connections)
            .AddHttpMessageHandler(provider => new LoginAddress(provider.GetRequiredService<IOptions<BotOptions>>().Value.LoginAuthority))
            .SetHandlerLifetime(Timeout.InfiniteTimeSpan)
            .RemoveAllLoggers();

        return services;
    }

    /// <summary>No redirects: the token belongs to the host it was asked for, and nobody else.</summary>
    private static SocketsHttpHandler Connections() =>
        new()
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            ActivityHeadersPropagator = null,
            ConnectTimeout = ConnectTimeout,
            PooledConnectionLifetime = ConnectionLifetime,
            AutomaticDecompression = System.Net.DecompressionMethods.GZip,
        };
}
