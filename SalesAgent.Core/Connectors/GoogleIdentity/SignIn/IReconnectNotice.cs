using SalesAgent.Core.People;

namespace SalesAgent.Core.Connectors.GoogleIdentity.SignIn;

/// <summary>Tells a rep that their Google account has to be connected again. Called once each time access ends.</summary>
public interface IReconnectNotice
{
    /// <returns>False when there is no way to reach the rep now; it is tried again later.</returns>
    /// <exception cref="Exception">Anything thrown is tried again later as well.</exception>
    Task<bool> TellAsync(Rep rep, ReconnectReason why, CancellationToken cancellationToken);
}
