namespace SalesAgent.Core.Connectors.GoogleIdentity.SignIn;

public abstract record SignInBegun
{
    private SignInBegun() { }

    /// <param name="Link">Google's page. Whoever opens it has to sign in as the rep, so it is shown to that person only.</param>
    public sealed record Ready(Uri Link, DateTimeOffset ExpiresAt) : SignInBegun;

    /// <param name="Why">A sentence for the person who asked.</param>
    public sealed record NotOffered(string Why) : SignInBegun;
}
