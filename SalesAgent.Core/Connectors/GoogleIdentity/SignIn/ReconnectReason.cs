namespace SalesAgent.Core.Connectors.GoogleIdentity.SignIn;

/// <summary>Why an account that was connected cannot be used.</summary>
public enum ReconnectReason
{
    /// <summary>
    /// <c>invalid_grant</c>: the person or an administrator took the access back, the password was changed, or it was not used for six
    /// months.
    /// </summary>
    AccessEnded,

    /// <summary><c>invalid_rapt</c>: the organisation wants people to sign in again from time to time.</summary>
    SessionEnded,

    /// <summary>It was signed in with another OAuth client than the configured one.</summary>
    ClientChanged,

    /// <summary>What is stored cannot be opened: it was changed, or sealed with another <c>SecretKey</c>.</summary>
    Unreadable,
}
