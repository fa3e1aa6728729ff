using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace SalesAgent.Bot.Protocol;

internal static class ConnectorServices
{
    /// <summary>A connection attempt that takes longer is given up; nothing has been sent by then.</summary>
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(5);

    /// <summary>After that a connection is made anew, so that a moved host is found again.</summary>
    private static readonly TimeSpan ConnectionLifetime = TimeSpan.FromMinutes(5);

    /// <summary>Far above any answer of the protocol; a page of 500 members is some 200 KB.</summary>
    private const int LargestAnswer = 4 * 1024 * 1024;

    /// <summary>The way out: <see cref="ConnectorClient"/> and the tokens it shows. <see cref="BotOptions"/> must be bound elsewhere.</summary>
    public static IServiceCollection AddBotConnector(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<ServiceUrlTrust>();
        services.AddSingleton<IValidateOptions<BotOptions>, CertificateFile>();
        services.AddSingleton<LoginHttpClients>();
        services.AddSingleton<BotCredential>();
        services.AddSingleton<BotTokens>();
        services.AddSingleton<ConnectorClient>();

        // Loggers off: addresses carry ids of people and conversations.
        services.AddHttpClient(ConnectorClient.ClientName, client =>
            {
                // Each call has its own limit, which also knows whether anything was sent.
                client.Timeout = Timeout.InfiniteTimeSpan;
                client.MaxResponseContentBufferSize = LargestAnswer;
            })
            .ConfigurePrimaryHttpMessageHandler(Connections)
            .SetHandlerLifetime(Timeout.InfiniteTimeSpan)
            .RemoveAllLoggers();

        services.AddHttpClient(LoginHttpClients.ClientName)
            .ConfigureHttpClient((provider, client) =>
                client.Timeout = TimeSpan.FromSeconds(provider.GetRequiredService<IOptions<BotOptions>>().Value.ConnectorTimeoutSeconds))
            .ConfigurePrimaryHttpMessageHandler(Connections)
            .AddHttpMessageHandler(provider =>
                new LoginAddress(provider.GetRequiredService<IOptions<BotOptions>>().Value.LoginAuthority))
            .SetHandlerLifetime(Timeout.InfiniteTimeSpan)
            .RemoveAllLoggers();

        return services;
    }

    /// <summary>No redirects: the token belongs to the host it was asked for, and nobody else.</summary>
    private static SocketsHttpHandler Connections() => new()
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        ActivityHeadersPropagator = null,
        ConnectTimeout = ConnectTimeout,
        PooledConnectionLifetime = ConnectionLifetime,
        AutomaticDecompression = System.Net.DecompressionMethods.GZip,
    };
}
