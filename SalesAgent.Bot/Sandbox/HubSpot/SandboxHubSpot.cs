using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace SalesAgent.Bot.Sandbox.HubSpot;

/// <summary>Sends webhooks as HubSpot does: signed over the public address, with a time stamp made for this attempt.</summary>
internal sealed class SandboxHubSpot(HttpClient http, TimeProvider time)
{
    // Only these escapes are undone before signing; everything else stays as it was sent.
    private static readonly Dictionary<string, char> Undone = new(StringComparer.OrdinalIgnoreCase)
    {
        ["3A"] = ':',
        ["2F"] = '/',
        ["3F"] = '?',
        ["40"] = '@',
        ["21"] = '!',
        ["24"] = '$',
        ["27"] = '\'',
        ["28"] = '(',
        ["29"] = ')',
        ["2A"] = '*',
        ["2C"] = ',',
        ["3B"] = ';',
    };

    /// <param name="publicUri">The bot's address, its root; also what the signature covers.</param>
    /// <param name="sentTo">Where the bot really listens, when a proxy stands in front of it.</param>
    public async Task<SandboxReply> SendAsync(
        Uri publicUri,
        HubSpotRoute route,
        string body,
        Uri? sentTo = null,
        CancellationToken cancellationToken = default
    )
    {
        var path = PathOf(route);
        using var request = new HttpRequestMessage(HttpMethod.Post, Joined(sentTo ?? publicUri, path))
        {
            Content = new StringContent(body, Encoding.UTF8, "application/json"),
        };
        foreach (var (name, value) in Sign(Joined(publicUri, path), route, body, time.GetUtcNow()))
            request.Headers.TryAddWithoutValidation(name, value);
        using var response = await http.SendAsync(request, cancellationToken);
        return new SandboxReply((int)response.StatusCode, await response.Content.ReadAsStringAsync(cancellationToken));
    }

    /// <summary>The headers HubSpot puts on a POST of this body to this address.</summary>
    public static IReadOnlyDictionary<string, string> Sign(Uri address, HubSpotRoute route, string body, DateTimeOffset at)
    {
        var stamp = at.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);
        var headers = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["X-HubSpot-Request-Timestamp"] = stamp,
            ["X-HubSpot-Signature-v3"] = SignatureV3(SandboxCredentials.HubSpotClientSecret, "POST", address.AbsoluteUri, body, stamp),
        };
        if (route is HubSpotRoute.Events)
        {
            headers["X-HubSpot-Signature-Version"] = "v1";
            headers["X-HubSpot-Signature"] = Hash(SandboxCredentials.HubSpotClientSecret + body);
        }
        else if (route is HubSpotRoute.Workflow)
        {
            headers["X-HubSpot-Signature-Version"] = "v2";
            headers["X-HubSpot-Signature"] = Hash($"{SandboxCredentials.HubSpotClientSecret}POST{address.AbsoluteUri}{body}");
        }

        return headers;
    }

    public static string SignatureV3(string secret, string method, string address, string body, string stamp) =>
        Convert.ToBase64String(
            HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes($"{method}{Decoded(address)}{body}{stamp}"))
        );

    public static Uri Joined(Uri root, string path) => new($"{root.AbsoluteUri.TrimEnd('/')}{path}");

    public static string PathOf(HubSpotRoute route) =>
        route switch
        {
            HubSpotRoute.Events => "/api/webhooks/hubspot",
            HubSpotRoute.Workflow => "/api/webhooks/hubspot/workflow",
            HubSpotRoute.FormSubmission => "/api/webhooks/hubspot/form-submission",
            _ => throw new ArgumentOutOfRangeException(nameof(route), route, null),
        };

    private static string Hash(string source) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(source)));

    private static string Decoded(string address)
    {
        var text = new StringBuilder(address.Length);
        for (var at = 0; at < address.Length; at++)
        {
            if (address[at] == '%' && at + 2 < address.Length && Undone.TryGetValue(address.Substring(at + 1, 2), out var plain))
            {
                text.Append(plain);
                at += 2;
            }
            else
            {
                text.Append(address[at]);
            }
        }

        return text.ToString();
    }
}
