namespace SalesAgent.Core.Connectors.GoogleIdentity;

/// <summary>How this installation reaches mailboxes; the configuration decides, and only one can be configured.</summary>
public enum GoogleWay
{
    /// <summary>Nothing is configured: no mailbox can be reached.</summary>
    None,

    /// <summary>Each rep signs in (<c>Google:ClientSecretFile</c>).</summary>
    SignIn,

    /// <summary>A service account with domain-wide delegation (<c>Google:ServiceAccountFile</c>).</summary>
    ServiceAccount,

    /// <summary>One token for every mailbox (<c>Google:DevelopmentAccessToken</c>), in Development.</summary>
    DevelopmentToken,
}
