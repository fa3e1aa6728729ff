namespace SalesAgent.Core.Connectors.GoogleIdentity.SignIn;

public enum DisconnectOutcome
{
    /// <summary>There was nothing to forget.</summary>
    WasNotConnected,

    /// <summary>Google confirmed that the access is over, and it is forgotten here.</summary>
    RevokedAndForgotten,

    /// <summary>Google said that it was over already; it is forgotten here.</summary>
    Forgotten,
}
