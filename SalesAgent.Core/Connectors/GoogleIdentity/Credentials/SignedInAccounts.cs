using System.Net;
using System.Net.Http.Headers;
using Google.Apis.Http;
using SalesAgent.Core.Connectors.GoogleIdentity.Accounts;

namespace SalesAgent.Core.Connectors.GoogleIdentity.Credentials;

/// <summary>Each mailbox through what its rep consented to.</summary>
internal sealed class SignedInAccounts(AccessTokens tokens) : IGoogleCredentials
{
    public async Task<IConfigurableHttpClientInitializer> ForMailboxAsync(string mailbox, CancellationToken cancellationToken)
    {
        await tokens.GetAsync(mailbox, refused: null, cancellationToken);
        return new Account(mailbox, tokens);
    }

    /// <summary>Asks for the token with each request, so that one which was renewed, replaced or taken back is noticed.</summary>
    private sealed class Account(string mailbox, AccessTokens tokens)
        : IConfigurableHttpClientInitializer,
            IHttpExecuteInterceptor,
            IHttpUnsuccessfulResponseHandler
    {
        public void Initialize(ConfigurableHttpClient httpClient)
        {
            httpClient.MessageHandler.Credential = this;
            httpClient.MessageHandler.AddUnsuccessfulResponseHandler(this);
        }

        public async Task InterceptAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            request.Headers.Authorization = new AuthenticationHeaderValue(
                "Bearer",
                await tokens.GetAsync(mailbox, refused: null, cancellationToken)
            );

        /// <summary>Once more with another token; Google did nothing with the request.</summary>
        public async Task<bool> HandleResponseAsync(HandleUnsuccessfulResponseArgs args)
        {
            if (args.Response.StatusCode is not HttpStatusCode.Unauthorized || !args.SupportsRetry || args.CurrentFailedTry > 1)
                return false;
            var refused = args.Request.Headers.Authorization?.Parameter;
            return await tokens.GetAsync(mailbox, refused, args.CancellationToken) != refused;
        }
    }
}
