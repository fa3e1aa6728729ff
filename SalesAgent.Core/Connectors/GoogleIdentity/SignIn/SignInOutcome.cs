namespace SalesAgent.Core.Connectors.GoogleIdentity.SignIn;

/// <summary>What came of a sign-in.</summary>
public abstract record SignInOutcome
{
    private SignInOutcome() { }

    /// <param name="AskedBy">As in <see cref="SignInRequest.AskedBy"/>.</param>
    public sealed record Connected(string Mailbox, string AskedBy, IReadOnlyList<GoogleScope> Scopes) : SignInOutcome;

    /// <summary>The page of a sign-in that succeeded was loaded again: nothing happens, and nobody needs to be told.</summary>
    /// <param name="AskedBy">As in <see cref="SignInRequest.AskedBy"/>.</param>
    public sealed record ConnectedBefore(string AskedBy) : SignInOutcome;

    /// <summary>Nothing is connected by this, and nothing was kept.</summary>
    /// <param name="AskedBy">Null when it is not known whose sign-in this was.</param>
    public sealed record Refused(SignInRefusal Reason, string? AskedBy) : SignInOutcome
    {
        /// <summary>With <see cref="SignInRefusal.MissingScopes"/>: what was not ticked.</summary>
        public IReadOnlyList<GoogleScope> Missing { get; init; } = [];

        /// <summary>
        /// With <see cref="SignInRefusal.WrongMailbox"/>: who signed in instead. For the page in that person's browser and nowhere else.
        /// </summary>
        public string? SignedInAs { get; init; }

        /// <summary>Google's own word for it, when there is one.</summary>
        public string? Code { get; init; }

        private string Again => AskedBy is SignInRequest.CommandLine ? "Run auth google again" : "Type connect google in Teams";

        /// <summary>What happened and what to do, for the person in front of the browser.</summary>
        public string Text =>
            Reason switch
            {
                SignInRefusal.UnknownState => $"This sign-in was not started here. {Again} to begin again.",
                SignInRefusal.Expired => $"The sign-in took longer than ten minutes. {Again} to begin again.",
                SignInRefusal.AlreadyUsed => $"This sign-in was used already and does nothing any more. {Again} to begin again.",
                SignInRefusal.ConsentDenied => $"You did not allow the access. {Again} if you want to try again.",
                SignInRefusal.MissingScopes =>
                    $"Not every box was ticked. SalesAgent also needs: {string.Join("; ", Missing.Select(scope => $"{scope.Name} (to {scope.Reason})"))}. {Again} and leave them ticked.",
                SignInRefusal.WrongMailbox => SignedInAs is null
                    ? $"You signed in to another Google account than the one you work with. {Again} and choose the right one."
                    : $"You signed in as {SignedInAs}, which is not the account you work with. {Again} and choose the right one.",
                SignInRefusal.NoRefreshToken =>
                    "Google gave access for an hour only. Remove SalesAgent at myaccount.google.com/connections and begin again.",
                SignInRefusal.AdminPolicy =>
                    "Your Google Workspace administrator does not allow this app. Ask them to trust it in the admin console.",
                SignInRefusal.GoogleRefused =>
                    $"Google refused the sign-in{(Code is null ? "" : $" ({Code})")}. {Again} to begin again; if it stays so, whoever runs SalesAgent can look the word up in docs/google-oauth.md.",
                SignInRefusal.Unavailable => $"Google did not answer. {Again} to begin again in a moment.",
                _ => throw new InvalidOperationException($"Unknown refusal {Reason}."),
            };
    }
}
