using System.Collections.Concurrent;
using System.Globalization;

namespace SalesAgent.Bot.Sandbox.HubSpot;

/// <summary>The OAuth app's installation in the account: one refresh token that lives, and access tokens of half an hour.</summary>
internal sealed class HubSpotGrants(TimeProvider time)
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(1800);
    private readonly ConcurrentDictionary<string, DateTimeOffset> access = new(StringComparer.Ordinal);
    private readonly Lock changing = new();
    private string? living = SandboxCredentials.HubSpotRefreshToken;
    private long issued;

    /// <summary>Each renewal brings another refresh token, and the old one is void.</summary>
    public bool Rotates { get; set; }

    /// <summary>An access token and the refresh token that lives now; null when the one given does not.</summary>
    public (string AccessToken, string RefreshToken, long Seconds)? Renew(string refreshToken)
    {
        lock (changing)
        {
            if (living is null || living != refreshToken)
                return null;
            var number = (++issued).ToString(CultureInfo.InvariantCulture);
            if (Rotates)
                living = $"{SandboxCredentials.HubSpotRefreshToken}-{number}";
            var token = $"sandbox-hubspot-access-{number}";
            access[token] = time.GetUtcNow() + Lifetime;
            return (token, living, (long)Lifetime.TotalSeconds);
        }
    }

    /// <summary>Null when the token was never given out or is void; else how long ago it ended, negative while it is good.</summary>
    public TimeSpan? Age(string token) => access.TryGetValue(token, out var expires) ? time.GetUtcNow() - expires : null;

    /// <summary>Makes the access tokens void, as HubSpot does when scopes change; the grant stays.</summary>
    public void VoidAccess() => access.Clear();

    /// <summary>The account's administrator uninstalls the app.</summary>
    public void Uninstall()
    {
        lock (changing)
            living = null;
        access.Clear();
    }
}
