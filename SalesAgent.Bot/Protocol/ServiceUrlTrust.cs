using Microsoft.Extensions.Options;

namespace SalesAgent.Bot.Protocol;

/// <summary>
/// Which service URLs the bot's token may be sent to: https on a host of Teams or of <c>Bot:ServiceUrlHosts</c>, and
/// this machine in Development. Asked when an activity comes in and again before every call out.
/// </summary>
public sealed class ServiceUrlTrust(IOptions<BotOptions> options, IHostEnvironment environment)
{
    private static readonly string[] TeamsHosts =
    [
        "smba.trafficmanager.net",
        "smba.infra.gcc.teams.microsoft.com",
        "smba.infra.gov.teams.microsoft.us",
        "smba.infra.dod.teams.microsoft.us",
    ];

    private readonly string[] hosts = [.. TeamsHosts, .. options.Value.ServiceUrlHosts];

    public bool IsTrusted(string? serviceUrl) => Uri.TryCreate(serviceUrl, UriKind.Absolute, out var address) && IsTrusted(address);

    public bool IsTrusted(Uri serviceUrl)
    {
        if (!serviceUrl.IsAbsoluteUri || serviceUrl.UserInfo.Length > 0)
            return false;
        if (environment.IsDevelopment() && serviceUrl.IsLoopback)
            return serviceUrl.Scheme == Uri.UriSchemeHttp || serviceUrl.Scheme == Uri.UriSchemeHttps;

        return serviceUrl.Scheme == Uri.UriSchemeHttps
            && serviceUrl.IsDefaultPort
            && hosts.Any(pattern => Matches(serviceUrl.IdnHost, pattern));
    }

    private static bool Matches(string host, string pattern) =>
        pattern.StartsWith("*.", StringComparison.Ordinal)
            ? host.Length >= pattern.Length && host.EndsWith(pattern[1..], StringComparison.OrdinalIgnoreCase)
            : host.Equals(pattern, StringComparison.OrdinalIgnoreCase);
}
