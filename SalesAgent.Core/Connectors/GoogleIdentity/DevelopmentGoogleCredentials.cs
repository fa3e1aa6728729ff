using Google.Apis.Auth.OAuth2;
using Google.Apis.Http;
using Microsoft.Extensions.Options;

namespace SalesAgent.Core.Connectors.GoogleIdentity;

/// <summary>One configured token for every mailbox (<c>Google:DevelopmentAccessToken</c>).</summary>
internal sealed class DevelopmentGoogleCredentials(IOptions<GoogleOptions> options) : IGoogleCredentials
{
    public Task<IConfigurableHttpClientInitializer> ForMailboxAsync(string mailbox, CancellationToken cancellationToken) =>
        options.Value.DevelopmentAccessToken is { Length: > 0 } token
            ? Task.FromResult<IConfigurableHttpClientInitializer>(GoogleCredential.FromAccessToken(token))
            : throw new ConnectorException("google", "Connecting the Google account", FailureKind.Unauthorised)
            {
                Code = "no_account_connected",
            };
}
