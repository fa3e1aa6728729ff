using Microsoft.Extensions.Options;

namespace SalesAgent.Core.Connectors.HubSpot.Access;

/// <summary><c>HubSpot:AccessToken</c>: it does not expire, and a 401 means that somebody rotated or revoked it.</summary>
internal sealed class FixedAccess(IOptions<HubSpotOptions> options) : IHubSpotAccess
{
    private readonly string? token = options.Value.AccessToken;

    public ValueTask<string> TokenAsync(OutsideCall call, CancellationToken cancellationToken) =>
        token is { Length: > 0 } ? ValueTask.FromResult(token) : throw call.Failed(FailureKind.Unauthorised, code: "not_configured");

    public ValueTask<string?> ReplacementAsync(OutsideCall call, string refused, CancellationToken cancellationToken) =>
        ValueTask.FromResult<string?>(null);
}
