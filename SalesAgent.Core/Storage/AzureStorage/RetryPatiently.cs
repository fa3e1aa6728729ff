using System.Globalization;
using Azure.Core;
using Azure.Core.Pipeline;

namespace SalesAgent.Core.Storage.AzureStorage;

/// <summary>
/// The library's own retries (lost connections, 408, 429, 500, 502, 503, 504), at growing distances with some chance in them.
/// Where Azure says in <c>Retry-After</c> how long to stay away, at least that long; but for longer than half a minute no call is held up:
/// it fails, and whoever made it comes again.
/// </summary>
internal class RetryPatiently(int retries)
    : RetryPolicy(retries, DelayStrategy.CreateExponentialDelayStrategy(TimeSpan.FromMilliseconds(200), TimeSpan.FromSeconds(5)))
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);

    protected override bool ShouldRetry(HttpMessage message, Exception? exception) =>
        !AsksForTooMuch(message) && base.ShouldRetry(message, exception);

    protected override async ValueTask<bool> ShouldRetryAsync(HttpMessage message, Exception? exception) =>
        !AsksForTooMuch(message) && await base.ShouldRetryAsync(message, exception);

    /// <summary>Also when it cannot be read: a date counts as too much, for it would be measured by our clock.</summary>
    private static bool AsksForTooMuch(HttpMessage message) =>
        message.HasResponse
        && message.Response.Headers.TryGetValue("Retry-After", out var asked)
        && !(
            int.TryParse(asked, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            && TimeSpan.FromSeconds(seconds) <= LongestPause
        );
}

/// <summary>Only what Azure refused because it was busy: after anything else nobody knows whether the write was carried out.</summary>
internal sealed class RetryWhatWasRefused(int retries) : RetryPatiently(retries)
{
    protected override bool ShouldRetry(HttpMessage message, Exception? exception) =>
        WasRefused(message) && base.ShouldRetry(message, exception);

    protected override async ValueTask<bool> ShouldRetryAsync(HttpMessage message, Exception? exception) =>
        WasRefused(message) && await base.ShouldRetryAsync(message, exception);

    private static bool WasRefused(HttpMessage message) => message is { HasResponse: true, Response.Status: 429 or 503 };
}
