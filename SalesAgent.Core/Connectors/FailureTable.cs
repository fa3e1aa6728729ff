using System.Collections.Frozen;

namespace SalesAgent.Core.Connectors;

/// <summary>
/// Status and vendor word → kind and pause, for all three vendors in one place.
/// <see href="https://developers.hubspot.com/docs/api-reference/error-handling"/>,
/// <see href="https://developers.google.com/workspace/gmail/api/guides/handle-errors"/>,
/// <see href="https://developers.google.com/workspace/calendar/api/guides/errors"/>.
/// </summary>
internal static class FailureTable
{
    // Both vendors reset a daily limit at a midnight of their own, and Calendar's guard against abuse opens after hours; asking
    // again each hour finds it without guessing when.
    private static readonly TimeSpan DailyLimitPause = TimeSpan.FromHours(1);

    // HubSpot moves an account between data centres: hours, and they normally say how many seconds.
    private static readonly TimeSpan MigrationPause = TimeSpan.FromMinutes(15);

    private static readonly TimeSpan LockedPause = TimeSpan.FromSeconds(2);

    private static readonly FrozenSet<string> RateCodes = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        "rateLimitExceeded",
        "userRateLimitExceeded",
        "quotaExceeded",
        "dailyLimitExceeded",
        "RATE_LIMIT_EXCEEDED",
        "RATE_LIMITS",
        "RATE_LIMIT"
    );

    private static readonly FrozenSet<string> ScopeCodes = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        "insufficientPermissions",
        "ACCESS_TOKEN_SCOPE_INSUFFICIENT",
        "authError",
        "MISSING_SCOPES",
        "INVALID_AUTHENTICATION",
        "EXPIRED_AUTHENTICATION"
    );

    /// <summary>Somebody who administers the domain or the project has switched it off.</summary>
    private static readonly FrozenSet<string> AdministratorCodes = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        "domainPolicy",
        "accessNotConfigured",
        "SERVICE_DISABLED",
        "delegationDenied"
    );

    public static (FailureKind Kind, TimeSpan? Pause) Read(OutsideCall call, int status, VendorError error, TimeSpan? retryAfter) =>
        status switch
        {
            429 => (FailureKind.RateLimited, retryAfter ?? PauseOf(call, error)),
            401 => (FailureKind.Unauthorised, null),
            403 when Is(RateCodes, error) => (FailureKind.RateLimited, retryAfter ?? PauseOf(call, error)),
            403 when Is(ScopeCodes, error) || Is(AdministratorCodes, error) => (FailureKind.Unauthorised, null),
            // Locked and "moving house" are said before anything is written, so they hold for writes as well.
            423 => (FailureKind.Unavailable, retryAfter > LockedPause ? retryAfter : LockedPause),
            477 => (FailureKind.Unavailable, retryAfter ?? MigrationPause),
            408 or >= 500 => (call.IsRead ? FailureKind.Unavailable : FailureKind.OutcomeUnknown, retryAfter),
            _ => (FailureKind.Refused, null),
        };

    private static TimeSpan? PauseOf(OutsideCall call, VendorError error) =>
        error.Policy?.ToUpperInvariant() switch
        {
            "SECONDLY" => TimeSpan.FromSeconds(1),
            "TEN_SECONDLY_ROLLING" => TimeSpan.FromSeconds(10),
            "DAILY" => DailyLimitPause,
            _ when Is("dailyLimitExceeded", error) => DailyLimitPause,
            // Gmail says the same of its limits by the minute.
            _ when Is("quotaExceeded", error) && call.Connector is ConnectorServices.Calendar => DailyLimitPause,
            _ => null,
        };

    private static bool Is(string code, VendorError error) => code.Equals(error.Code, StringComparison.OrdinalIgnoreCase);

    private static bool Is(FrozenSet<string> codes, VendorError error) => error.Code is { } code && codes.Contains(code);
}
