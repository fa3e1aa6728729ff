using Google.Apis.Http;

namespace SalesAgent.Core.Connectors.GoogleIdentity;

/// <summary>How calls for a mailbox are authorised: a development token, a person's sign-in, or a delegated service account.</summary>
public interface IGoogleCredentials
{
    /// <summary>
    /// What puts the authorisation on each request for this mailbox. Asked once per mailbox and again after Google refused it.
    /// </summary>
    /// <exception cref="ConnectorException"><see cref="FailureKind.Unauthorised"/>: no account is connected for this mailbox.</exception>
    Task<IConfigurableHttpClientInitializer> ForMailboxAsync(string mailbox, CancellationToken cancellationToken);
}
