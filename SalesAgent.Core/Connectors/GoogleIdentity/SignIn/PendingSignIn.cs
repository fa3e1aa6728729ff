namespace SalesAgent.Core.Connectors.GoogleIdentity.SignIn;

/// <summary>A sign-in that was begun, stored under the hash of its state.</summary>
internal sealed record PendingSignIn
{
    public required string AskedBy { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>Its one answer has come.</summary>
    public DateTimeOffset? UsedAt { get; init; }

    /// <summary><see cref="PendingSecrets"/>; null once used.</summary>
    public string? Sealed { get; init; }
}

/// <param name="Verifier">PKCE: proves that the code was meant for us.</param>
/// <param name="Redirect">Google wants it repeated, to the letter.</param>
internal sealed record PendingSecrets(string Mailbox, string Verifier, string Redirect, GoogleCapability[] Capabilities)
{
    // A record prints its members otherwise.
    public override string ToString() => nameof(PendingSecrets);
}
