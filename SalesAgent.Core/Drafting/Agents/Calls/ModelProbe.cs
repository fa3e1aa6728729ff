using System.Net;
using System.Net.Http.Headers;
using Microsoft.Extensions.Options;
using SalesAgent.Core.Connectors;

namespace SalesAgent.Core.Drafting.Agents;

/// <summary>Whether the model's service answers, and lets us in. Asks for its list of models, which costs no token.</summary>
public sealed class ModelProbe(IHttpClientFactory http, IOptions<DraftingOptions> options, TimeProvider time)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly DraftingOptions options = options.Value;

    /// <summary>False: templates write, and there is nothing to ask.</summary>
    public bool IsConfigured => options.Provider is not DraftingProvider.None;

    /// <exception cref="ConnectorException">It does not answer, or does not let us in.</exception>
    public async Task AskAsync(CancellationToken cancellationToken)
    {
        var endpoint = ModelConnection.EndpointFor(options).AbsoluteUri.TrimEnd('/');
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{endpoint}/models");
        if (!string.IsNullOrEmpty(options.ApiKey))
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", options.ApiKey);

        using var limit = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        try
        {
            using var client = http.CreateClient(ModelConnection.HttpClientName);
            using var answer = await client.SendAsync(request, either.Token);
            switch (answer.StatusCode)
            {
                // A gateway that has no such list is there all the same.
                case >= HttpStatusCode.OK and < HttpStatusCode.Ambiguous or HttpStatusCode.NotFound or HttpStatusCode.MethodNotAllowed:
                    return;
                case HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden:
                    throw Failed(FailureKind.Unauthorised);
                case HttpStatusCode.TooManyRequests:
                    throw Failed(FailureKind.RateLimited);
                default:
                    throw Failed(answer.StatusCode >= HttpStatusCode.InternalServerError ? FailureKind.Unavailable : FailureKind.Refused);
            }
        }
        catch (Exception unreachable)
            when (unreachable is HttpRequestException or IOException
                || (unreachable is OperationCanceledException && !cancellationToken.IsCancellationRequested)
            )
        {
            throw Failed(FailureKind.Unavailable);
        }
    }

    private static ConnectorException Failed(FailureKind kind) => new("language_model", "Asking for the list of models", kind);
}
