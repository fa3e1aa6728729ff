namespace SalesAgent.Core.Connectors.GoogleIdentity;

/// <summary>
/// The words of <see cref="ConnectorException.Code"/> for an account that cannot be used, ours and Google's, and what a person
/// can do about each. <c>docs/google-oauth.md</c> says more under the same words.
/// </summary>
public static class GoogleRemedy
{
    /// <summary>Nobody has connected this mailbox, or it was disconnected.</summary>
    public const string NotConnected = "no_account_connected";

    /// <summary>It was connected, and Google does not accept that any more.</summary>
    public const string ReconnectNeeded = "reconnect_needed";

    /// <summary>Only mailboxes of configured reps are opened by the service account.</summary>
    public const string NotARep = "mailbox_of_no_rep";

    private static readonly string[] Words =
    [
        NotConnected,
        ReconnectNeeded,
        NotARep,
        "invalid_client",
        "unauthorized_client",
        "access_denied",
        "domainPolicy",
        "SERVICE_DISABLED",
        "delegationDenied",
        "invalid_rapt",
        "insufficientPermissions",
        "",
    ];

    /// <summary>Their rep has to connect the account, and nobody else can do anything about it.</summary>
    public static bool IsForTheRep(ConnectorException failure) =>
        failure is { Kind: FailureKind.Unauthorised, Code: NotConnected or ReconnectNeeded };

    /// <summary>Whether a sentence that people read says already what is to be done.</summary>
    public static bool IsNamedIn(string? sentence) =>
        sentence is not null && Words.Any(word => sentence.EndsWith(For(word), StringComparison.Ordinal));

    /// <summary>What to do, or null when this is not about the account.</summary>
    public static string? For(ConnectorException failure) => failure.Kind is FailureKind.Unauthorised ? For(failure.Code) : null;

    /// <param name="code">Of a failure of kind <see cref="FailureKind.Unauthorised"/>.</param>
    public static string For(string? code) =>
        code switch
        {
            NotConnected => "Connect the Google account: type connect google here, or run auth google on the server.",
            ReconnectNeeded or "invalid_grant" => "The Google account has to be connected again: type connect google.",
            NotARep => "This mailbox belongs to no configured rep: check Reps.",
            "invalid_client" => "Google does not know the OAuth client: check Google:ClientSecretFile.",
            "unauthorized_client" =>
                "Google does not let the client in: an administrator has to authorise the service account's client id for exactly our scopes.",
            "admin_policy_enforced" or "access_denied" =>
                "The Google Workspace administrator does not allow this app: it has to be trusted in the admin console.",
            "domainPolicy" =>
                "The Google Workspace administrator has switched such apps off: the app has to be trusted in the admin console.",
            "accessNotConfigured" or "SERVICE_DISABLED" =>
                "The API is not enabled in the Google Cloud project: an administrator has to enable it.",
            "delegationDenied" => "Google takes this mailbox for another account's: check its address in Reps, or ask the administrator.",
            "invalid_rapt" => "The Google Workspace session rules ask for a new sign-in: type connect google.",
            "insufficientPermissions" or "ACCESS_TOKEN_SCOPE_INSUFFICIENT" =>
                "A permission is missing: type connect google and leave every box ticked.",
            _ => "Check the Google account: auth google --info says what is wrong.",
        };
}
