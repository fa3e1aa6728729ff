using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using SalesAgent.Core.Forgetting.Deletions;
using SalesAgent.Core.Intake;

namespace SalesAgent.Bot.Webhooks;

internal static class WebhookServices
{
    public static IServiceCollection AddHubSpotWebhooks(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<HubSpotWebhookOptions>().Bind(configuration.GetSection(HubSpotWebhookOptions.Section)).ValidateOnStart();
        services.AddSingleton<IValidateOptions<HubSpotWebhookOptions>, HubSpotWebhookOptionsCheck>();

        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<AcceptLeads>(provider => provider.GetRequiredService<LeadIntake>().AcceptAsync);
        services.TryAddSingleton<TakeDeletions>(provider => provider.GetRequiredService<ContactDeletions>().TakeAsync);
        services.AddSingleton<UnprovenBodies>();
        services.AddSingleton<HubSpotWebhook>();
        return services;
    }
}
