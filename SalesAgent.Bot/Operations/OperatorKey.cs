using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.Options;
using SalesAgent.Core.Policy;

namespace SalesAgent.Bot.Operations;

/// <summary>
/// Outside Development every route wants <c>Authorization: Bearer &lt;SecretKey&gt;</c>, unless it says with
/// <see cref="IAllowAnonymous"/> that it checks its callers itself or tells nothing. A route that forgets both is shut.
/// </summary>
internal static class OperatorKey
{
    public static void UseOperatorKey(this WebApplication web)
    {
        if (web.Environment.IsDevelopment()) return;

        var expected = Encoding.UTF8.GetBytes($"Bearer {web.Services.GetRequiredService<IOptions<InstallationOptions>>().Value.SecretKey}");
        web.Use(next => context => MayEnter(context, expected) ? next(context) : RefuseAsync(context));
    }

    private static bool MayEnter(HttpContext context, byte[] expected) =>
        context.GetEndpoint() is not { } endpoint
        || endpoint.Metadata.GetMetadata<IAllowAnonymous>() is not null
        || CryptographicOperations.FixedTimeEquals(expected, Encoding.UTF8.GetBytes(context.Request.Headers.Authorization.ToString()));

    private static Task RefuseAsync(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status401Unauthorized;
        context.Response.Headers.WWWAuthenticate = "Bearer";
        return Task.CompletedTask;
    }
}
