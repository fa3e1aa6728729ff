namespace SalesAgent.Core.Connectors.GoogleIdentity.SignIn;

/// <summary>Why an account was not connected.</summary>
public enum SignInRefusal
{
    /// <summary>The answer belongs to no sign-in that was begun here.</summary>
    UnknownState,

    /// <summary>It came after ten minutes.</summary>
    Expired,

    /// <summary>The same answer came before.</summary>
    AlreadyUsed,

    /// <summary>The person said no.</summary>
    ConsentDenied,

    /// <summary>The person unticked something that is needed.</summary>
    MissingScopes,

    /// <summary>The person signed in to an account that is not the rep's.</summary>
    WrongMailbox,

    /// <summary>Google gave no lasting access.</summary>
    NoRefreshToken,

    /// <summary>The organisation does not allow the app.</summary>
    AdminPolicy,

    /// <summary>Google did not accept the code or the client.</summary>
    GoogleRefused,

    /// <summary>Google could not be reached, or its answer made no sense.</summary>
    Unavailable,
}
