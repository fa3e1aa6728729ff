using System.Collections.Concurrent;
using Microsoft.Bot.Connector;
using Microsoft.Bot.Connector.Authentication;
using Newtonsoft.Json;
using Newtonsoft.Json.Serialization;

namespace SalesAgent.Bot.Protocol;

/// <summary>The SDK's connector clients, one for each service URL. <see cref="ConnectorRules"/> lies under all of them.</summary>
/// <remarks>
/// The SDK asks for one in every turn and disposes of it. Each would look at the shape of all its types anew, which takes four times as
/// long as the rest of a click.
/// </remarks>
internal sealed class TeamsConnectors(IHttpClientFactory clients, BotTokens tokens, ServiceUrlTrust trust) : ConnectorFactory
{
    /// <summary>The named client under which the connector is called.</summary>
    public const string ClientName = "BotConnector";

    /// <summary>More than there are: Teams has one for each region and tenant.</summary>
    private const int MostKept = 64;

    private readonly ConcurrentDictionary<string, KeptConnector> kept = new(StringComparer.Ordinal);

    /// <exception cref="ConnectorFailureException"><see cref="ConnectorFailure.UntrustedServiceUrl"/>: the bot's token goes with every
    /// call.</exception>
    public override Task<IConnectorClient> CreateAsync(string serviceUrl, string audience, CancellationToken cancellationToken)
    {
        if (!trust.IsTrusted(serviceUrl))
            throw new ConnectorFailureException(ConnectorFailure.UntrustedServiceUrl, "Calling the connector");
        if (kept.TryGetValue(serviceUrl, out var known))
            return Task.FromResult<IConnectorClient>(known);

        if (kept.Count >= MostKept)
            kept.Clear();
        return Task.FromResult<IConnectorClient>(
            kept.GetOrAdd(serviceUrl, url => new KeptConnector(new Uri(url), tokens, clients.CreateClient(ClientName)))
        );
    }

    /// <summary>Outlives the turns it is used in.</summary>
    private sealed class KeptConnector : ConnectorClient
    {
        private static readonly DefaultContractResolver Shapes = new();

        // Only the constructors that take an HttpClient: the others repeat a message four times after a fault, and a hundred times when
        // asked to wait.
        public KeptConnector(Uri serviceUrl, BotTokens tokens, HttpClient client)
            : base(serviceUrl, tokens, client, disposeHttpClient: false)
        {
            SerializationSettings.ContractResolver = DeserializationSettings.ContractResolver = Shapes;
            SerializationSettings.Formatting = Formatting.None;
            SerializationSettings.DateParseHandling = DeserializationSettings.DateParseHandling = DateParseHandling.None;
        }

#pragma warning disable CA2215 // That is the point: the SDK disposes of it after each turn.
        protected override void Dispose(bool disposing) { }
#pragma warning restore CA2215
    }
}
