using System.Net;
using Microsoft.Extensions.Options;
using SalesAgent.Core.Telemetry;
using SalesAgent.Core.Texts;

namespace SalesAgent.Core.Connectors;

/// <summary>
/// The one place that decides about time, repetition and failure of a call to the outside. Reads are tried a few times;
/// a write leaves the process once. What comes out is a success, a status the call expects, or a <see cref="ConnectorException"/>.
/// </summary>
/// <param name="gates">Any of them can keep a write from leaving.</param>
/// <param name="leaveUnauthorised">Google's client refreshes its token on a 401 and repeats; it must see it.</param>
internal sealed class OutsideCallHandler(
    IOptions<ConnectorOptions> options,
    TimeProvider time,
    IEnumerable<IWriteGate> gates,
    bool leaveUnauthorised
) : DelegatingHandler
{
    private const long LongestAnswer = 16 * 1024 * 1024;

    private readonly ConnectorOptions patience = options.Value;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var call = OutsideCall.Of(request);
        using var span = LeadTrace.Call(call.SpanName);
        try
        {
            return await SendAsync(request, call, cancellationToken);
        }
        catch (ConnectorException failure)
        {
            LeadMetrics.ConnectorFailed(failure.ConnectorName, failure.Kind);
            throw;
        }
    }

    private async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, OutsideCall call, CancellationToken cancellationToken)
    {
        var pace = CallPace.Of(request);
        var started = time.GetTimestamp();
        ConnectorException? last = null;
        for (var attempt = 1; ; attempt++)
        {
            if (pace is not null)
                await pace.WaitAsync(request, call, cancellationToken);
            if (!call.IsRead)
                await ThroughGatesAsync(call, cancellationToken);
            var limit = call.IsRead
                ? Least(patience.AttemptTimeout, patience.ReadTimeout - time.GetElapsedTime(started))
                : patience.WriteTimeout;

            // The wait for a turn took all the time there was: a call without any left could only fail.
            if (limit <= TimeSpan.Zero)
                throw last ?? CallPace.Refusal(call, null);
            var (response, failure) = await TryAsync(request, call, limit, cancellationToken);
            if (failure is null)
                return response!;
            if (failure is { Kind: FailureKind.RateLimited, RetryAfter: { } rest })
                pace?.Rest(rest);
            if (!call.IsRead || attempt >= patience.MaxAttempts || failure.Kind is not (FailureKind.Unavailable or FailureKind.RateLimited))
                throw failure;

            last = failure;
            var pause = failure.RetryAfter ?? Backoff(attempt, failure.Kind);
            if (pause > patience.LongestPause || time.GetElapsedTime(started) + pause >= patience.ReadTimeout)
                throw failure;
            await Task.Delay(pause, time, cancellationToken);
        }
    }

    private async Task<(HttpResponseMessage? Response, ConnectorException? Failure)> TryAsync(
        HttpRequestMessage request,
        OutsideCall call,
        TimeSpan limit,
        CancellationToken cancellationToken
    )
    {
        using var tooLate = new CancellationTokenSource(limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, tooLate.Token);
        HttpResponseMessage? response = null;
        try
        {
            response = await base.SendAsync(request, either.Token);
            // The body belongs to the try: a connection that dies half way through it is a failed call, not a short answer.
            await response.Content.LoadIntoBufferAsync(LongestAnswer, either.Token);
            WholeAnswer.Mend(response);
            if (response.IsSuccessStatusCode || IsExpected(call, response.StatusCode))
                return (response, null);

            using (response)
            {
                var error = await VendorError.ReadAsync(response.Content, either.Token);
                return (null, ConnectorException.From(call, response.StatusCode, error, RetryAfter(response)));
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            response?.Dispose();
            throw;
        }
        catch (OperationCanceledException cancelled)
        {
            response?.Dispose();
            // Neither the caller nor our clock cancelled: the socket never connected in its own time.
            var neverSent = !tooLate.IsCancellationRequested;
            return (
                null,
                call.Failed(call.IsRead || neverSent ? FailureKind.Unavailable : FailureKind.OutcomeUnknown, cancelled, "timeout")
            );
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException)
        {
            response?.Dispose();
            return (null, call.Failed(Meaning(call, failure), failure));
        }
    }

    private async ValueTask ThroughGatesAsync(OutsideCall call, CancellationToken cancellationToken)
    {
        foreach (var gate in gates)
        {
            if (await gate.IsShutAsync(cancellationToken))
                throw call.Failed(FailureKind.Unavailable, code: "stopped");
        }
    }

    private bool IsExpected(OutsideCall call, HttpStatusCode status) =>
        call.Expected.Contains((int)status) || (leaveUnauthorised && status is HttpStatusCode.Unauthorized);

    private static FailureKind Meaning(OutsideCall call, Exception failure) =>
        (failure as HttpRequestException)?.HttpRequestError switch
        {
            HttpRequestError.ConnectionError
            or HttpRequestError.NameResolutionError
            or HttpRequestError.SecureConnectionError
            or HttpRequestError.ProxyTunnelError => FailureKind.Unavailable,
            HttpRequestError.ConfigurationLimitExceeded when call.IsRead => FailureKind.Unreadable,
            _ => call.IsRead ? FailureKind.Unavailable : FailureKind.OutcomeUnknown,
        };

    private TimeSpan? RetryAfter(HttpResponseMessage response)
    {
        var wanted = response.Headers.RetryAfter?.Delta ?? response.Headers.RetryAfter?.Date - time.GetUtcNow();
        return wanted < TimeSpan.Zero ? TimeSpan.Zero : wanted;
    }

    // Half fixed, half chance. A rate limit needs more air than a hiccup does.
    private TimeSpan Backoff(int attempt, FailureKind kind) =>
        patience.RetryDelay * (1 << (attempt - 1)) * (kind is FailureKind.RateLimited ? 5 : 1) * (0.5 + Random.Shared.NextDouble() / 2);

    private static TimeSpan Least(TimeSpan one, TimeSpan other) =>
        one < other ? one
        : other > TimeSpan.Zero ? other
        : TimeSpan.Zero;
}
