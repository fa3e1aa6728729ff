using Microsoft.AspNetCore.Authorization;

namespace SalesAgent.Bot.Protocol;

public static class BotEndpoint
{
    /// <summary>
    /// The route the channel posts activities to. It checks the caller by itself, so the application's own
    /// authorization leaves it alone.
    /// </summary>
    public static IEndpointConventionBuilder MapBotEndpoint(this IEndpointRouteBuilder endpoints, string pattern = "/api/messages")
    {
        var door = endpoints.ServiceProvider.GetRequiredService<BotDoor>();

        // Every method is mapped, so that no fallback route of the application answers GET or HEAD here.
        return endpoints.Map(pattern, door.HandleAsync).WithMetadata(new AllowAnonymousAttribute());
    }
}
