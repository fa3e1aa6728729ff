using System.Collections.Concurrent;
using Google.Apis.Http;
using Google.Apis.Services;
using Microsoft.Extensions.Options;
using SalesAgent.Core.Connectors.Calendar.Wire;
using SalesAgent.Core.Connectors.Gmail.Wire;
using SalesAgent.Core.Connectors.GoogleIdentity.Accounts;
using SalesAgent.Core.Connectors.GoogleIdentity.Wire;

namespace SalesAgent.Core.Connectors.GoogleIdentity;

/// <summary>The signed-in accounts, kept so that a call builds no service. All of them share the pooled sockets below.</summary>
internal sealed class GoogleMailboxes(
    IGoogleCredentials credentials,
    IHttpMessageHandlerFactory handlers,
    IOptions<GoogleOptions> google,
    IOptions<ConnectorOptions> patience,
    TimeProvider time
)
{
    private const int MostKept = 500;

    // Which properties are parameters is read once for a kind of request; else reflection reads it again for each call.
    static GoogleMailboxes() => Google.ApplicationContext.EnableRequestParameterCache = true;

    private readonly ConcurrentDictionary<string, GoogleMailbox> kept = new(StringComparer.OrdinalIgnoreCase);

    /// <exception cref="ConnectorException"><see cref="FailureKind.Unauthorised"/>: no account is connected.</exception>
    public async ValueTask<GoogleMailbox> OpenAsync(OutsideCall call, string address, CancellationToken cancellationToken)
    {
        if (kept.TryGetValue(address, out var mailbox))
        {
            if (!mailbox.IsSpent)
                return mailbox;
            kept.TryRemove(KeyValuePair.Create(address, mailbox));
        }

        ArgumentException.ThrowIfNullOrWhiteSpace(address);
        var credential = await SignInAsync(call, address, cancellationToken);
        // Dropping any one is enough: it only costs building a service again.
        if (kept.Count >= MostKept && kept.Keys.FirstOrDefault() is { } someone)
            kept.TryRemove(someone, out _);
        return kept.GetOrAdd(address, static (key, made) => made.Self.Build(key, made.Credential), (Self: this, Credential: credential));
    }

    private async Task<IConfigurableHttpClientInitializer> SignInAsync(
        OutsideCall call,
        string address,
        CancellationToken cancellationToken
    )
    {
        try
        {
            return await credentials.ForMailboxAsync(address, cancellationToken);
        }
        catch (ConnectorException failure)
        {
            throw TokenFailure.During(call, failure);
        }
    }

    /// <summary>An account of its own, not kept.</summary>
    public GoogleMailbox Build(string address, IConfigurableHttpClientInitializer credential) =>
        new(
            address,
            new GmailService(Initializer(ConnectorServices.Gmail, google.Value.Gmail.BaseUri, credential)),
            new CalendarService(Initializer(ConnectorServices.Calendar, google.Value.Calendar.BaseUri, credential)),
            Room(patience.Value.GmailUnitsPerMinute),
            Room(patience.Value.CalendarCallsPerMinute)
        );

    private MailboxRoom Room(int perMinute) =>
        new(
            new SemaphoreSlim(patience.Value.CallsPerMailbox),
            new CallPace(perMinute, TimeSpan.FromMinutes(1), patience.Value.LongestPause, time),
            patience.Value.LongestPause,
            time
        );

    private BaseClientService.Initializer Initializer(string name, Uri baseUri, IConfigurableHttpClientInitializer credential) =>
        new()
        {
            ApplicationName = "SalesAgent",
            BaseUri = baseUri.AbsoluteUri.EndsWith('/') ? baseUri.AbsoluteUri : baseUri.AbsoluteUri + "/",
            HttpClientInitializer = credential,
            HttpClientFactory = new PooledHttp(handlers, name),
            HttpClientTimeout = Timeout.InfiniteTimeSpan,
            DefaultExponentialBackOffPolicy = ExponentialBackOffPolicy.None,
            // Only Google itself is known to unpack a request body.
            GZipEnabled = baseUri.Host.EndsWith(".googleapis.com", StringComparison.OrdinalIgnoreCase),
            // Else a long GET becomes a POST with an override header.
            MaxUrlLength = 0,
        };
}
