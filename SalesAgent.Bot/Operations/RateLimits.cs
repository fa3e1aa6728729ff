using System.Globalization;
using Microsoft.Extensions.Options;
using SalesAgent.Bot.Operations.Door;
using SalesAgent.Bot.Webhooks;
using SalesAgent.Bot.Webhooks.Signatures;
using SalesAgent.Core.Telemetry;

namespace SalesAgent.Bot.Operations;

/// <summary>
/// Each source has its own allowance for each route, so that a portal that storms the webhooks takes nothing from chat
/// (docs/decisions/0020-limits-by-route-and-source.md). Liveness and readiness are never refused: whoever refuses them takes the instance
/// away.
/// </summary>
internal static class RateLimits
{
    private static readonly string[] Uncounted = ["/health", "/health/ready"];

    public static void AddRateLimits(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<RateLimitOptions>().Bind(configuration.GetSection(RateLimitOptions.Section)).ValidateOnStart();
        services.AddSingleton<IValidateOptions<RateLimitOptions>, ValidateRateLimitOptions>();
        services.AddSingleton<IValidateOptions<RateLimitOptions>, KnownProxiesCheck>();
        services.AddSingleton(static provider => new RouteTable(provider.GetRequiredService<EndpointDataSource>().Endpoints, Uncounted));
        services.AddSingleton<SourceBook>();
    }

    public static void UseRateLimits(this WebApplication web)
    {
        if (!web.Services.GetRequiredService<IOptions<RateLimitOptions>>().Value.Enabled)
            return;

        // Made with the first request: the routes are mapped after this.
        var doors = new Lazy<(RouteTable Routes, SourceBook Sources)>(() =>
            (web.Services.GetRequiredService<RouteTable>(), web.Services.GetRequiredService<SourceBook>())
        );
        web.Use(next => context => AdmitAsync(context, next, doors.Value.Routes, doors.Value.Sources));
    }

    private static async Task AdmitAsync(HttpContext context, RequestDelegate next, RouteTable routes, SourceBook sources)
    {
        var route = routes.IndexOf(context);
        if (!routes[route].IsCounted)
        {
            await next(context);
            return;
        }

        var showsCredential = ShowsCredential(context.Request.Headers);
        if (sources.Enter(SourceKey.Of(context.Connection.RemoteIpAddress), route, showsCredential, out var wait) is not { } visit)
        {
            // A wrong key is as cheap to refuse as a request too many; the right one must not be locked out by somebody who guesses.
            if (showsCredential && routes[route].ChecksOperator)
                await next(context);
            if (!showsCredential || !routes[route].ChecksOperator || IsRefused(context))
                await RefuseAsync(context, wait);
            return;
        }

        try
        {
            await next(context);
        }
        finally
        {
            sources.Leave(visit, SenderProof.IsAccepted(context));
        }
    }

    private static bool IsRefused(HttpContext context) =>
        context.Response is { StatusCode: StatusCodes.Status401Unauthorized, HasStarted: false };

    private static bool ShowsCredential(IHeaderDictionary headers) =>
        headers.Authorization.Count > 0 || headers.ContainsKey(HubSpotSignature.V3Header) || headers.ContainsKey(HubSpotSignature.V2Header);

    private static Task RefuseAsync(HttpContext context, TimeSpan wait)
    {
        LeadMetrics.Refused("rate_limit", "too_many");
        context.Response.Headers.WWWAuthenticate = default;
        context.Response.Headers.RetryAfter = Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        return WebhookAnswer.ProblemAsync(
            context,
            StatusCodes.Status429TooManyRequests,
            "Too many requests from this address. Send it again after the time in Retry-After."
        );
    }
}

[OptionsValidator]
internal sealed partial class ValidateRateLimitOptions : IValidateOptions<RateLimitOptions>;
