using Google.Apis.Http;

namespace SalesAgent.Core.Connectors.GoogleIdentity.Wire;

/// <summary>Google's client on our pooled sockets, with our patience.</summary>
/// <param name="name">Of the pipeline.</param>
/// <param name="call">What every request is for; null where each says so itself.</param>
internal sealed class PooledHttp(IHttpMessageHandlerFactory handlers, string name, OutsideCall? call = null) : HttpClientFactory
{
    protected override HttpMessageHandler CreateHandler(CreateHttpClientArgs args)
    {
        var pipeline = handlers.CreateHandler(name);
        return call is null ? pipeline : new Marked(call) { InnerHandler = pipeline };
    }

    private sealed class Marked(OutsideCall call) : DelegatingHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            call.Mark(request);
            return base.SendAsync(request, cancellationToken);
        }
    }
}
