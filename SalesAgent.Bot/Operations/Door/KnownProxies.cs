using System.Net;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.Options;
using IPNetwork = System.Net.IPNetwork;

namespace SalesAgent.Bot.Operations.Door;

/// <summary>
/// Whom <c>X-Forwarded-For</c> is believed from: the proxies of <c>RateLimit:KnownProxies</c> and nobody else. Without a list the header
/// counts for nothing, whatever <c>ASPNETCORE_FORWARDEDHEADERS_ENABLED</c> says: that switch believes everybody, and each sender could be a
/// new source.
/// </summary>
internal static class KnownProxies
{
    public static void AddKnownProxies(this IServiceCollection services) =>
        services
            .AddOptions<ForwardedHeadersOptions>()
            .PostConfigure<IOptions<RateLimitOptions>>(
                static (forwarded, limits) =>
                {
                    var known = limits
                        .Value.KnownProxies.Select(text => TryRead(text, out var network) ? network : (IPNetwork?)null)
                        .OfType<IPNetwork>()
                        .ToArray();
                    if (known.Length == 0)
                    {
                        forwarded.ForwardedHeaders &= ~ForwardedHeaders.XForwardedFor;
                        return;
                    }

                    forwarded.ForwardedHeaders |= ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto;
                    forwarded.ForwardLimit = null;
                    forwarded.KnownProxies.Clear();
                    forwarded.KnownIPNetworks.Clear();
                    foreach (var network in known)
                        forwarded.KnownIPNetworks.Add(network);
                }
            );

    public static void UseKnownProxies(this WebApplication web)
    {
        if (web.Services.GetRequiredService<IOptions<RateLimitOptions>>().Value.KnownProxies.Length > 0)
            web.UseForwardedHeaders();
    }

    /// <param name="text">An address, or a network such as <c>10.0.0.0/8</c>.</param>
    internal static bool TryRead(string? text, out IPNetwork network)
    {
        if (IPNetwork.TryParse(text, out network))
            return true;
        if (!IPAddress.TryParse(text, out var address))
            return false;

        network = new IPNetwork(address, address.AddressFamily is System.Net.Sockets.AddressFamily.InterNetworkV6 ? 128 : 32);
        return true;
    }
}
