namespace SalesAgent.Bot.Sandbox.Google;

/// <summary>What somebody may do, and whose mailbox it is.</summary>
/// <param name="Scopes">Parted by spaces, as on the wire.</param>
internal sealed record GoogleGrant(string Mailbox, string Scopes)
{
    public bool Has(string area) =>
        Scopes.Split(' ').Any(scope => scope.StartsWith($"https://www.googleapis.com/auth/{area}", StringComparison.Ordinal));
}

/// <summary>A code on its way back from the consent page.</summary>
/// <param name="Challenge">PKCE, S256; null when the page was opened without.</param>
/// <param name="Offline">Buys a refresh token as well.</param>
internal sealed record GoogleCode(GoogleGrant Grant, string Redirect, string? Challenge, bool Offline, DateTimeOffset Expires);
