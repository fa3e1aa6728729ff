using Google.Apis.Auth.OAuth2;
using Google.Apis.Http;
using Microsoft.Extensions.Options;
using SalesAgent.Core.Connectors.GoogleIdentity.Accounts;

namespace SalesAgent.Core.Connectors.GoogleIdentity.Credentials;

/// <summary>One configured token for every mailbox (<c>Google:DevelopmentAccessToken</c>); without it there is no way in.</summary>
internal sealed class DevelopmentAccount(IOptions<GoogleOptions> options) : IGoogleCredentials
{
    public Task<IConfigurableHttpClientInitializer> ForMailboxAsync(string mailbox, CancellationToken cancellationToken) =>
        options.Value.DevelopmentAccessToken is { Length: > 0 } token
            ? Task.FromResult<IConfigurableHttpClientInitializer>(GoogleCredential.FromAccessToken(token))
            : throw TokenFailure.Unauthorised(GoogleRemedy.NotConnected);
}
