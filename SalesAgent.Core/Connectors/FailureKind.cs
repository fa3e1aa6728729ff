namespace SalesAgent.Core.Connectors;

/// <summary>What a failed call to the outside means for the caller.</summary>
public enum FailureKind
{
    /// <summary>The other side could not be reached, or said it is in trouble. Nothing was changed there; later may work.</summary>
    Unavailable,

    /// <summary>Too many calls. Nothing was changed there; wait for <see cref="ConnectorException.RetryAfter"/> when it is given.</summary>
    RateLimited,

    /// <summary>
    /// No account is connected, the grant is gone, a scope is missing, or an administrator has switched the service off. A person
    /// has to act; <see cref="ConnectorException.Code"/> says which one.
    /// </summary>
    Unauthorised,

    /// <summary>The call itself was not acceptable and will not be next time either.</summary>
    Refused,

    /// <summary>A read was answered with something that cannot be understood. Not the same as "nothing found".</summary>
    Unreadable,

    /// <summary>A write whose effect is not known. Look before writing again; never repeat it blindly.</summary>
    OutcomeUnknown,
}
