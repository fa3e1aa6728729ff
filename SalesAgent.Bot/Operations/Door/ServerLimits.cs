using Microsoft.AspNetCore.Server.Kestrel.Core;
using SalesAgent.Core.Telemetry;

namespace SalesAgent.Bot.Operations.Door;

/// <summary>
/// What one connection may cost before anybody knows who is there: memory, and above all time. The list of all bounds is in
/// docs/security.md.
/// </summary>
internal static class ServerLimits
{
    /// <summary>Bytes a second, each way, after a pause for the start. Slower than any line on which Teams or HubSpot could run.</summary>
    public const int SlowestBytesPerSecond = 4096;

    public static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    /// <summary>From the first byte of a request to the last of its headers.</summary>
    public static readonly TimeSpan Headers = TimeSpan.FromSeconds(10);

    /// <summary>From the end of the headers to the end of the answer.</summary>
    public static readonly TimeSpan WholeRequest = TimeSpan.FromSeconds(60);

    public static void Apply(KestrelServerOptions kestrel)
    {
        var limits = kestrel.Limits;
        kestrel.AddServerHeader = false;
        limits.RequestHeadersTimeout = Headers;
        limits.KeepAliveTimeout = TimeSpan.FromSeconds(60);
        limits.MinRequestBodyDataRate = new MinDataRate(SlowestBytesPerSecond, Grace);
        limits.MinResponseDataRate = new MinDataRate(SlowestBytesPerSecond, Grace);
        limits.MaxRequestBodySize = 2 * WebhookBodyLimit;

        // Each open connection takes some KB. What a sender pipelines without reading the answers waits in this buffer: 1 MB by default.
        limits.MaxConcurrentConnections = 8192;
        limits.MaxRequestBufferSize = 64 * 1024;
        limits.MaxRequestHeadersTotalSize = 32 * 1024;
        limits.MaxRequestHeaderCount = 64;
        limits.MaxRequestLineSize = 8 * 1024;
        limits.Http2.MaxStreamsPerConnection = 32;
    }

    /// <summary>The rates above are averages, so a large body could still take minutes: this ends it, and whatever else hangs.</summary>
    public static void UseRequestDeadline(this WebApplication web)
    {
        var time = web.Services.GetRequiredService<TimeProvider>();
        web.Use(next =>
            async context =>
            {
                // Disposed before the context serves another request, and not before a callback under way has ended.
                await using var deadline = time.CreateTimer(
                    static state => End((HttpContext)state!),
                    context,
                    WholeRequest,
                    Timeout.InfiniteTimeSpan
                );
                await next(context);
            }
        );
    }

    private const int WebhookBodyLimit = Webhooks.WebhookBody.MaximumBytes;

    private static void End(HttpContext context)
    {
        LeadMetrics.Refused("request", "too_slow");
        context.Abort();
    }
}
