using System.Net;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using SalesAgent.Core.Connectors.Calendar;
using SalesAgent.Core.Connectors.Calendar.Wire;
using SalesAgent.Core.Connectors.DraftOnly;
using SalesAgent.Core.Connectors.Gmail;
using SalesAgent.Core.Connectors.Gmail.Wire;
using SalesAgent.Core.Connectors.GoogleIdentity;
using SalesAgent.Core.Connectors.HubSpot;

namespace SalesAgent.Core.Connectors;

/// <summary>Gmail, Calendar and HubSpot over HTTP.</summary>
public static class ConnectorServices
{
    internal const string Gmail = "gmail";
    internal const string Calendar = "calendar";
    internal const string HubSpot = "hubspot";
    internal const string Google = "google";

    /// <summary>
    /// Adds <see cref="GmailClient"/>, <see cref="CalendarClient"/> and <see cref="HubSpotClient"/>. An <see cref="IGoogleCredentials"/>
    /// that is registered already is kept, and every <see cref="IDraftOnlyAlarm"/> is told.
    /// </summary>
    public static IServiceCollection AddConnectors(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<ConnectorOptions>().Bind(configuration.GetSection(ConnectorOptions.Section)).ValidateOnStart();
        services.AddSingleton<IValidateOptions<ConnectorOptions>, ValidateConnectorOptions>();

        services.TryAddSingleton(TimeProvider.System);
        services.AddGoogleIdentity(configuration);
        services.AddSingleton<GmailClient>();
        services.AddSingleton<CalendarClient>();
        services.AddHubSpot(configuration);
        services.AddSingleton<ISendTrial, SendTrial>();

        AddDraftOnly(AddOutsideCalls(services, Gmail, leaveUnauthorised: true), google => new DraftOnlyRules(google.Gmail.BaseUri));
        AddDraftOnly(AddOutsideCalls(services, Calendar, leaveUnauthorised: true), google => new HoldOnlyRules(google.Calendar.BaseUri));
        AddOutsideCalls(services, Google, leaveUnauthorised: true);
        AddOutsideCalls(services, HubSpot, leaveUnauthorised: false)
            .ConfigureHttpClient(
                (provider, client) =>
                {
                    var address = provider.GetRequiredService<IOptions<HubSpotOptions>>().Value.BaseUri.AbsoluteUri;
                    client.BaseAddress = new Uri(address.EndsWith('/') ? address : address + "/");
                }
            );
        return services;
    }

    // The rules stand below everything that could repeat or change a request.
    private static void AddDraftOnly(IHttpClientBuilder calls, Func<GoogleOptions, WireRules> rules) =>
        calls.AddHttpMessageHandler(provider => new DraftOnlyHandler(
            rules(provider.GetRequiredService<IOptions<GoogleOptions>>().Value),
            provider.GetServices<IDraftOnlyAlarm>(),
            provider.GetRequiredService<ILogger<DraftOnlyHandler>>()
        ));

    private static IHttpClientBuilder AddOutsideCalls(IServiceCollection services, string name, bool leaveUnauthorised) =>
        services
            .AddHttpClient(name, client => client.Timeout = Timeout.InfiniteTimeSpan)
            .UseSocketsHttpHandler(
                (sockets, _) =>
                {
                    // A redirect would be followed below the rules, and would repeat a write.
                    sockets.AllowAutoRedirect = false;
                    sockets.UseCookies = false;
                    // Our traces are nobody's business, and a span of each call is made above.
                    sockets.ActivityHeadersPropagator = null;
                    sockets.AutomaticDecompression = DecompressionMethods.All;
                    sockets.ConnectTimeout = TimeSpan.FromSeconds(3);
                    sockets.PooledConnectionLifetime = TimeSpan.FromMinutes(5);
                    // Shorter than the other side's patience: a write on a connection that just closed has an unknown outcome.
                    sockets.PooledConnectionIdleTimeout = TimeSpan.FromSeconds(45);
                }
            )
            // The sockets renew themselves; services keep this handler for good.
            .SetHandlerLifetime(Timeout.InfiniteTimeSpan)
            // They would write addresses, which stand in Google's paths, into the log.
            .RemoveAllLoggers()
            .AddHttpMessageHandler(provider => new OutsideCallHandler(
                provider.GetRequiredService<IOptions<ConnectorOptions>>(),
                provider.GetRequiredService<TimeProvider>(),
                // Signing in writes nothing of anybody's.
                name is Google
                    ? []
                    : provider.GetServices<IWriteGate>(),
                leaveUnauthorised
            ));
}
