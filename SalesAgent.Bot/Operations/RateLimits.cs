using System.Globalization;
using System.Threading.RateLimiting;
using Microsoft.Extensions.Options;
using SalesAgent.Bot.Webhooks;

namespace SalesAgent.Bot.Operations;

/// <summary>
/// Each source has its own allowance for each kind of route, so that a portal that storms the webhooks takes nothing from chat. Liveness and
/// readiness are never refused: whoever refuses them takes the instance away.
/// </summary>
internal static class RateLimits
{
    public static void AddRateLimits(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<RateLimitOptions>().Bind(configuration.GetSection(RateLimitOptions.Section)).ValidateOnStart();
        services.AddSingleton<IValidateOptions<RateLimitOptions>, ValidateRateLimitOptions>();
        services.AddRateLimiter(static _ => { });
        services.AddOptions<Microsoft.AspNetCore.RateLimiting.RateLimiterOptions>().Configure<IOptions<RateLimitOptions>>(static (limiter, limits) =>
        {
            limiter.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, (string, string)>(context => PartitionOf(context, limits.Value));
            limiter.OnRejected = static (rejected, _) => RefuseAsync(rejected.HttpContext, rejected.Lease);
        });
    }

    public static void UseRateLimits(this WebApplication web)
    {
        if (web.Services.GetRequiredService<IOptions<RateLimitOptions>>().Value.Enabled) web.UseRateLimiter();
    }

    private static RateLimitPartition<(string, string)> PartitionOf(HttpContext context, RateLimitOptions limits)
    {
        var kind = KindOf(context.Request.Path);
        if (kind is null) return RateLimitPartition.GetNoLimiter(("", ""));

        var source = context.Connection.RemoteIpAddress?.ToString() ?? "";
        return RateLimitPartition.GetFixedWindowLimiter((kind, source), _ => new FixedWindowRateLimiterOptions
        {
            PermitLimit = limits.Requests,
            Window = TimeSpan.FromSeconds(limits.WindowSeconds),
        });
    }

    private static string? KindOf(PathString path) =>
        path.StartsWithSegments("/health") ? null
        : path.StartsWithSegments(WebhookEndpoints.Prefix, out var route) ? "webhook" + route
        : path.StartsWithSegments("/api/messages") ? "chat"
        : "other";

    private static ValueTask RefuseAsync(HttpContext context, RateLimitLease lease)
    {
        var wait = lease.TryGetMetadata(MetadataName.RetryAfter, out var left) ? left : TimeSpan.FromSeconds(1);
        context.Response.Headers.RetryAfter = Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        return new(WebhookAnswer.ProblemAsync(context, StatusCodes.Status429TooManyRequests, "Too many requests from this address. Send it again after the time in Retry-After."));
    }
}

[OptionsValidator]
internal sealed partial class ValidateRateLimitOptions : IValidateOptions<RateLimitOptions>;
