using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using SalesAgent.Core.Connectors.HubSpot.Access;

namespace SalesAgent.Core.Connectors.HubSpot;

internal static class HubSpotServices
{
    /// <summary>The client and what lets it in; its pipeline is <see cref="ConnectorServices"/>'.</summary>
    public static IServiceCollection AddHubSpot(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<HubSpotOptions>().Bind(configuration.GetSection(HubSpotOptions.Section)).ValidateOnStart();
        services.AddSingleton<IValidateOptions<HubSpotOptions>, ValidateHubSpotOptions>();
        services.AddSingleton<IHubSpotAccess>(provider =>
            provider.GetRequiredService<IOptions<HubSpotOptions>>().Value.UsesOAuth
                ? ActivatorUtilities.CreateInstance<OAuthAccess>(
                    provider,
                    ActivatorUtilities.CreateInstance<TokenEndpoint>(provider, Http(provider)),
                    ActivatorUtilities.CreateInstance<GrantRecords>(provider)
                )
                : ActivatorUtilities.CreateInstance<FixedAccess>(provider)
        );
        return services.AddSingleton<HubSpotClient>();
    }

    private static HttpClient Http(IServiceProvider provider) =>
        provider.GetRequiredService<IHttpClientFactory>().CreateClient(ConnectorServices.HubSpot);
}
