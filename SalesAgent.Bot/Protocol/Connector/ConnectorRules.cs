using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Microsoft.Extensions.Options;
using SalesAgent.Core.Texts;

namespace SalesAgent.Bot.Protocol;

/// <summary>The one way out: every call the SDK makes to the channel passes through here.</summary>
/// <remarks>
/// <para>The bot's token goes with every call, so a service URL that <see cref="ServiceUrlTrust"/> does not know is refused
/// before anything is sent. A refused token is renewed once.</para>
/// <para>Refused calls (412, 429) are repeated here, briefly; GET, PUT and DELETE also after a passing fault. A POST whose
/// outcome nobody knows is never sent again: the connector has no idempotency key, and a repetition would be a second post.
/// Cancelling a POST leaves its outcome just as unknown.</para>
/// <para>Whatever fails becomes a <see cref="ConnectorFailureException"/>; the SDK's own would quote bodies.</para>
/// </remarks>
internal sealed partial class ConnectorRules(
    BotTokens tokens,
    ServiceUrlTrust trust,
    IOptions<BotOptions> options,
    TimeProvider time,
    ILogger<ConnectorRules> logger
) : DelegatingHandler
{
    /// <summary>Far above any answer of the protocol; a page of 500 members is some 200 KB.</summary>
    private const int LargestAnswer = 4 * 1024 * 1024;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (ConnectorCall.Of(request.Method, request.RequestUri!) is not { } call)
            throw new ArgumentException("An id of the connector is missing or is not an id.", nameof(request));
        if (!trust.IsTrusted(request.RequestUri!))
            throw new ConnectorFailureException(ConnectorFailure.UntrustedServiceUrl, call.Operation);

        var renewed = false;
        for (var tries = 1; ; )
        {
            try
            {
                return await TryAsync(call, request, cancellationToken);
            }
            catch (ConnectorFailureException refused)
                when (refused.Kind is ConnectorFailure.Unauthorized && request.Headers.Authorization is { Parameter: { } token } && !renewed
                )
            {
                renewed = true;
                request.Headers.Authorization = await tokens.RenewAsync(token, cancellationToken) is { } other
                    ? new AuthenticationHeaderValue("Bearer", other)
                    : null;
            }
            catch (ConnectorFailureException failure) when (WaitBeforeRepeating(call, failure, tries) is { } wait)
            {
                tries++;
                Log.Repeating(logger, call.Operation, failure.Kind, failure.Code, failure.OperationId, wait, tries);
                await Task.Delay(wait, time, cancellationToken);
            }
        }
    }

    private async Task<HttpResponseMessage> TryAsync(ConnectorCall call, HttpRequestMessage request, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(options.Value.ConnectorTimeoutSeconds), time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        HttpResponseMessage? response = null;
        try
        {
            response = await base.SendAsync(request, either.Token);
            // Read to its end here, while it is known what a fault means.
            await response.Content.LoadIntoBufferAsync(LargestAnswer, either.Token);
            var body = WholeJson.Of(await response.Content.ReadAsByteArrayAsync(either.Token));
            if (!response.IsSuccessStatusCode)
                throw Refusal(call, response, body);
            if (IsPage(response))
                throw Page(call, response);

            var taken = Taken(response, body);
            response = null;
            return taken;
        }
        catch (HttpRequestException broken)
        {
            var neverLeft =
                broken.HttpRequestError
                is HttpRequestError.NameResolutionError
                    or HttpRequestError.ConnectionError
                    or HttpRequestError.SecureConnectionError
                    or HttpRequestError.ProxyTunnelError;
            throw Lost(call, neverLeft, broken);
        }
        catch (OperationCanceledException late) when (!cancellationToken.IsCancellationRequested)
        {
            // Not our patience but the handler's own limit ended: no connection came about, so nothing was sent.
            throw Lost(call, neverLeft: !patience.IsCancellationRequested, late);
        }
        finally
        {
            response?.Dispose();
        }
    }

    private static TimeSpan? WaitBeforeRepeating(ConnectorCall call, ConnectorFailureException failure, int tries)
    {
        var repeatable = failure.Kind switch
        {
            ConnectorFailure.Throttled or ConnectorFailure.Precondition => true,
            ConnectorFailure.Transient => call.MayRepeat,
            _ => false,
        };
        if (!repeatable || tries >= RetryDelay.MostTries || failure.RetryAfter > RetryDelay.LongestInProcess)
            return null;
        return failure.RetryAfter ?? RetryDelay.Backoff(tries, Random.Shared.NextDouble());
    }

    private ConnectorFailureException Refusal(ConnectorCall call, HttpResponseMessage response, ReadOnlyMemory<byte> body)
    {
        var error = ErrorResponse.Parse(body);
        return new(error.KindFor(response.StatusCode, call.MayRepeat), call.Operation)
        {
            HttpStatus = response.StatusCode,
            Code = error.Code,
            SubCode = error.SubCode,
            RetryAfter = RetryDelay.Asked(response.Headers.RetryAfter, time.GetUtcNow()),
            OperationId = ConnectorFailureException.OperationIdOf(response.Headers),
        };
    }

    private static ConnectorFailureException Lost(ConnectorCall call, bool neverLeft, Exception cause) =>
        new(call.MayRepeat || neverLeft ? ConnectorFailure.Transient : ConnectorFailure.OutcomeUnknown, call.Operation, cause);

    /// <summary>A web page is somebody's in between, such as a proxy's: whether the connector was asked at all is not known.</summary>
    private static bool IsPage(HttpResponseMessage response) => response.Content.Headers.ContentType?.MediaType is "text/html";

    private static ConnectorFailureException Page(ConnectorCall call, HttpResponseMessage response) =>
        new(call.MayRepeat ? ConnectorFailure.UnexpectedReply : ConnectorFailure.OutcomeUnknown, call.Operation)
        {
            HttpStatus = response.StatusCode,
        };

    /// <summary>
    /// A success as the SDK takes it. Some statuses and bodies it would call a failure, and what was posted would be posted again.
    /// </summary>
    private static HttpResponseMessage Taken(HttpResponseMessage response, ReadOnlyMemory<byte> body)
    {
        response.StatusCode = HttpStatusCode.OK;
        if (!IsReadable(body))
            response.Content = new ByteArrayContent([]);
        return response;
    }

    private static bool IsReadable(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            return document.RootElement.ValueKind is JsonValueKind.Object
                && document
                    .RootElement.EnumerateObject()
                    .All(member =>
                        member.Name is not ("id" or "activityId" or "serviceUrl")
                        || member.Value.ValueKind is JsonValueKind.String or JsonValueKind.Null
                    );
        }
        catch (Exception unreadable) when (unreadable is JsonException or InvalidOperationException)
        {
            return false;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "{Operation}: {Kind} ({Code}, operation {OperationId}); try {Tries} comes in {Wait}.")]
        public static partial void Repeating(
            ILogger logger,
            string operation,
            ConnectorFailure kind,
            string? code,
            string? operationId,
            TimeSpan wait,
            int tries
        );
    }
}
