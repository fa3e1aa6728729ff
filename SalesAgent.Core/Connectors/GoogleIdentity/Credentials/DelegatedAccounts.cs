using Google.Apis.Auth.OAuth2;
using Google.Apis.Http;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using SalesAgent.Core.Connectors.GoogleIdentity.Accounts;
using SalesAgent.Core.Connectors.GoogleIdentity.Wire;
using SalesAgent.Core.People;

namespace SalesAgent.Core.Connectors.GoogleIdentity.Credentials;

/// <summary>
/// A service account with domain-wide delegation. Google would let it into every mailbox of the organisation; we open those of reps only.
/// <see href="https://developers.google.com/identity/protocols/oauth2/service-account"/>
/// </summary>
internal sealed class DelegatedAccounts(
    IOptions<GoogleOptions> options,
    IHostEnvironment environment,
    RepDirectory reps,
    IHttpMessageHandlerFactory handlers,
    TimeProvider time
) : IGoogleCredentials
{
    private static readonly OutsideCall Asking = OutsideCall.Read(TokenFailure.Connector, "Asking for delegated access", 400, 401, 403);

    private readonly Lazy<ServiceAccountKey> key = new(() =>
        ServiceAccountKey.Read(Path.Combine(environment.ContentRootPath, options.Value.ServiceAccountFile!))
    );

    public Task<IConfigurableHttpClientInitializer> ForMailboxAsync(string mailbox, CancellationToken cancellationToken)
    {
        if (reps.FindByEmail(mailbox) is not { } rep)
            throw TokenFailure.Unauthorised(GoogleRemedy.NotARep);

        var initializer = new ServiceAccountCredential.Initializer(key.Value.Account, options.Value.TokenUri.AbsoluteUri)
        {
            User = rep.Email,
            Key = key.Value.Open(),
            KeyId = key.Value.KeyId,
            Scopes = [.. GoogleScopes.Of(options.Value.Everyday).Select(scope => scope.Uri)],
            Clock = new GoogleClock(time),
            HttpClientFactory = new PooledHttp(handlers, ConnectorServices.Google, Asking),
            DefaultExponentialBackOffPolicy = ExponentialBackOffPolicy.None,
        };
        return Task.FromResult<IConfigurableHttpClientInitializer>(new ServiceAccountCredential(initializer));
    }
}
