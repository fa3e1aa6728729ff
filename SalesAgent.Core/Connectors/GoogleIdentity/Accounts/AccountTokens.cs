namespace SalesAgent.Core.Connectors.GoogleIdentity.Accounts;

/// <summary>What opens a mailbox. Exists in memory and sealed, nowhere else.</summary>
/// <param name="ClientId">The OAuth client it was given to; no other can renew it.</param>
/// <param name="Scope">As Google granted it, parted by spaces.</param>
internal sealed record AccountTokens(string ClientId, string RefreshToken, string AccessToken, DateTimeOffset ExpiresAt, string Scope)
{
    // A record prints its members otherwise.
    public override string ToString() => nameof(AccountTokens);
}
