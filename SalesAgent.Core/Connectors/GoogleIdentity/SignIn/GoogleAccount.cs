namespace SalesAgent.Core.Connectors.GoogleIdentity.SignIn;

/// <summary>Whether a mailbox can be reached, as far as is known without asking Google.</summary>
public abstract record GoogleAccount
{
    private GoogleAccount() { }

    /// <summary>Nobody signed in yet, or the account was disconnected.</summary>
    public sealed record NotConnected : GoogleAccount;

    /// <param name="Since">When the person signed in.</param>
    /// <param name="ConnectedBy">Id of the rep who asked, or <see cref="SignInRequest.CommandLine"/>.</param>
    /// <param name="AccessExpiresAt">Of the access token at hand; it is renewed by itself.</param>
    public sealed record Connected(
        IReadOnlyList<GoogleScope> Scopes,
        DateTimeOffset Since,
        string ConnectedBy,
        DateTimeOffset AccessExpiresAt
    ) : GoogleAccount
    {
        /// <summary>Scopes that were granted and that nothing here needs, by short name.</summary>
        public IReadOnlyList<string> Unneeded { get; init; } = [];
    }

    /// <summary>The person has to sign in again.</summary>
    /// <param name="Since">When that was noticed.</param>
    public sealed record ReconnectNeeded(DateTimeOffset Since, ReconnectReason Why) : GoogleAccount;

    /// <summary>The service account speaks for it; nobody needs to sign in.</summary>
    public sealed record Delegated(IReadOnlyList<GoogleScope> Scopes) : GoogleAccount;

    /// <summary>The development token speaks for it.</summary>
    public sealed record ByDevelopmentToken : GoogleAccount;
}
