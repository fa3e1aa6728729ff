namespace SalesAgent.Core.Connectors.GoogleIdentity.SignIn;

/// <summary>A sign-in that was begun, stored under the hash of its state.</summary>
internal sealed record PendingSignIn
{
    public required string AskedBy { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>Its one answer has come.</summary>
    public DateTimeOffset? UsedAt { get; init; }

    /// <summary>
    /// What its answer came to: <see cref="Connected"/> or the name of a <see cref="SignInRefusal"/>; null before, or when whoever took it
    /// died.
    /// </summary>
    public string? Outcome { get; init; }

    /// <summary>The <see cref="Outcome"/> of one that succeeded.</summary>
    public const string Connected = "connected";

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
