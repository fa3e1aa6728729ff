using Microsoft.AspNetCore.Authorization;

namespace SalesAgent.Bot.Webhooks;

internal static class WebhookEndpoints
{
    public const string Prefix = "/api/webhooks/hubspot";

    /// <summary>All of <see cref="WebhookRoute.All"/>; conventions added to the result hold for each of them.</summary>
    public static IEndpointConventionBuilder MapHubSpotWebhooks(this IEndpointRouteBuilder endpoints)
    {
        // Each delivery is judged by its signature.
        var webhooks = endpoints.MapGroup(Prefix).WithMetadata(new AllowAnonymousAttribute());
        foreach (var route in WebhookRoute.All)
        {
            webhooks.MapPost(
                route.Path,
                context => context.RequestServices.GetRequiredService<HubSpotWebhook>().ReceiveAsync(context, route)
            );
        }

        return webhooks;
    }
}
