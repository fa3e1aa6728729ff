using System.Net;
using Google.Apis.Auth.OAuth2;
using Google.Apis.Auth.OAuth2.Flows;
using Google.Apis.Auth.OAuth2.Responses;
using Google.Apis.Http;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using SalesAgent.Core.Connectors.GoogleIdentity.Wire;

namespace SalesAgent.Core.Connectors.GoogleIdentity.Accounts;

/// <summary>
/// Google's sign-in page, token and revocation addresses, by Google's own flow. It is given no store: on any refusal, a wrong client
/// secret included, it would delete what is stored; see <see cref="AccessTokens"/> for what happens instead.
/// <see href="https://developers.google.com/identity/protocols/oauth2/web-server"/>
/// </summary>
internal sealed class GoogleOAuth(
    IOptions<GoogleOptions> options,
    IHostEnvironment environment,
    IHttpMessageHandlerFactory handlers,
    TimeProvider time
)
{
    // A code works once, so asking twice could only spoil it.
    private static readonly OutsideCall Exchanging = OutsideCall.Write(
        TokenFailure.Connector,
        "Exchanging the sign-in for access",
        400,
        401,
        403
    );
    private static readonly OutsideCall Renewing = OutsideCall.Read(TokenFailure.Connector, "Renewing access", 400, 401, 403);

    // Told twice, Google only says that it knows.
    private static readonly OutsideCall Revoking = OutsideCall.Read(TokenFailure.Connector, "Revoking access", 400);

    private readonly Lazy<GoogleClient> client = new(() =>
        GoogleClient.Read(Path.Combine(environment.ContentRootPath, options.Value.ClientSecretFile!))
    );

    /// <summary>Only with <see cref="GoogleWay.SignIn"/>.</summary>
    public GoogleClient Client => client.Value;

    /// <summary>The page to send somebody to, and the PKCE verifier to keep for when they come back (S256, RFC 7636).</summary>
    public (Uri Link, string Verifier) Begin(string mailbox, IEnumerable<string> scopes, Uri redirect, string state)
    {
        // Without the prompt, consenting a second time brings no refresh token.
        using var flow = Flow(Exchanging, scopes, (mailbox, "consent"));
        var request = flow.CreateAuthorizationCodeRequest(redirect.OriginalString, out var verifier);
        request.State = state;
        return (request.Build(), verifier);
    }

    /// <exception cref="TokenResponseException">Google refused.</exception>
    /// <exception cref="ConnectorException">Google did not answer.</exception>
    public async Task<TokenResponse> ExchangeAsync(string code, string verifier, Uri redirect, CancellationToken cancellationToken)
    {
        using var flow = Flow(Exchanging, []);
        return await ReadAsync(Exchanging, flow.ExchangeCodeForTokenAsync("", code, verifier, redirect.OriginalString, cancellationToken));
    }

    /// <summary>New access. The answer has the refresh token that is good from now on, which normally is the same.</summary>
    /// <exception cref="TokenResponseException">Google refused.</exception>
    /// <exception cref="ConnectorException">Google did not answer.</exception>
    public async Task<TokenResponse> RenewAsync(string refreshToken, CancellationToken cancellationToken)
    {
        using var flow = Flow(Renewing, []);
        return await ReadAsync(Renewing, flow.RefreshTokenAsync("", refreshToken, cancellationToken));
    }

    /// <summary>Ends the person's consent to our client, with every token that came of it.</summary>
    /// <returns>False when Google says that it was over already.</returns>
    /// <exception cref="ConnectorException">It is not known whether it is over.</exception>
    public async Task<bool> RevokeAsync(string token, CancellationToken cancellationToken)
    {
        // In the body: the library puts it into the address, which proxies log.
        using var request = new HttpRequestMessage(HttpMethod.Post, options.Value.RevokeUri)
        {
            Content = new FormUrlEncodedContent([KeyValuePair.Create("token", token)]),
        };
        Revoking.Mark(request);
        using var http = new HttpMessageInvoker(handlers.CreateHandler(ConnectorServices.Google), disposeHandler: false);
        using var response = await http.SendAsync(request, cancellationToken);
        return response.StatusCode switch
        {
            HttpStatusCode.BadRequest => false,
            HttpStatusCode.Unauthorized => throw Revoking.Failed(FailureKind.Unauthorised, code: "401"),
            _ => true,
        };
    }

    private static async Task<TokenResponse> ReadAsync(OutsideCall call, Task<TokenResponse> asking)
    {
        try
        {
            var answer = await asking;
            return string.IsNullOrEmpty(answer.AccessToken) ? throw call.Failed(FailureKind.Unreadable) : answer;
        }
        catch (TokenResponseException garbled) when (garbled.StatusCode is null or < HttpStatusCode.BadRequest)
        {
            // Not chained: it quotes what it could not read.
            throw call.Failed(FailureKind.Unreadable);
        }
    }

    private PkceGoogleAuthorizationCodeFlow Flow(OutsideCall call, IEnumerable<string> scopes, (string Hint, string Prompt)? page = null) =>
        new(
            new Addresses(options.Value)
            {
                ClientSecrets = new ClientSecrets { ClientId = Client.Id, ClientSecret = Client.Secret },
                Scopes = scopes,
                LoginHint = page?.Hint,
                Prompt = page?.Prompt,
                Clock = new GoogleClock(time),
                HttpClientFactory = new PooledHttp(handlers, ConnectorServices.Google, call),
                DefaultExponentialBackOffPolicy = ExponentialBackOffPolicy.None,
            }
        );

    // The constructor that takes addresses is for derived classes only.
    private sealed class Addresses(GoogleOptions options)
        : GoogleAuthorizationCodeFlow.Initializer(options.AuthUri.AbsoluteUri, options.TokenUri.AbsoluteUri, options.RevokeUri.AbsoluteUri);
}
