namespace SalesAgent.Tests.Contracts;

/// <summary>
/// The rows of the vendors' error tables, as they document them. Each has a sample and each sample is a row, so that
/// none is forgotten on either side; what a row means is held by the tests of the connectors.
/// </summary>
public sealed class ReferenceRowsTests
{
    private static readonly Dictionary<string, string[]> Rows = new()
    {
        ["Gmail"] =
        [
            "400 badRequest",
            "400 invalidArgument",
            "400 failedPrecondition",
            "401 authError",
            "403 insufficientPermissions",
            "403 ACCESS_TOKEN_SCOPE_INSUFFICIENT",
            "403 domainPolicy",
            "403 accessNotConfigured",
            "403 SERVICE_DISABLED",
            "403 delegationDenied",
            "403 rateLimitExceeded",
            "403 userRateLimitExceeded",
            "403 quotaExceeded",
            "403 dailyLimitExceeded",
            "404 notFound",
            "429 rateLimitExceeded",
            "429 with Retry-After in seconds",
            "429 with Retry-After as a date",
            "500 backendError",
            "502 backendError",
            "503 backendError",
            "504 backendError",
            "502 without JSON",
        ],
        ["Calendar"] =
        [
            "400 timeRangeEmpty",
            "400 timeRangeTooLong",
            "401 authError",
            "403 insufficientPermissions",
            "403 accessNotConfigured",
            "403 forbiddenForNonOrganizer",
            "403 rateLimitExceeded",
            "403 userRateLimitExceeded",
            "403 quotaExceeded",
            "404 notFound",
            "409 duplicate",
            "410 deleted",
            "410 updatedMinTooLongAgo",
            "410 fullSyncRequired",
            "412 conditionNotMet",
            "429 rateLimitExceeded",
            "500 backendError",
            "503 backendError",
            "503 with Retry-After in seconds",
            "200 calendar notFound",
            "200 calendar groupTooBig",
            "200 calendar tooManyCalendarsRequested",
            "200 calendar internalError",
            "200 calendar missing",
        ],
        ["GoogleToken"] =
        [
            "400 invalid_grant",
            "400 invalid_client",
            "401 invalid_client",
            "401 unauthorized_client",
            "400 admin_policy_enforced",
            "400 invalid_rapt",
            "500 internal_failure",
            "503 without JSON",
        ],
        ["HubSpot"] =
        [
            "400 VALIDATION_ERROR",
            "401 INVALID_AUTHENTICATION",
            "401 EXPIRED_AUTHENTICATION",
            "403 MISSING_SCOPES",
            "403 without a category",
            "404 OBJECT_NOT_FOUND",
            "408",
            "409 CONFLICT",
            "414",
            "423",
            "429 SECONDLY",
            "429 TEN_SECONDLY_ROLLING",
            "429 DAILY",
            "429 RATE_LIMITS",
            "429 with Retry-After in seconds",
            "477",
            "477 with Retry-After",
            "500",
            "502",
            "503",
            "504",
            "521",
            "522",
            "523",
            "524",
            "525",
            "526",
        ],
    };

    public static TheoryData<string> Vendors => [.. Rows.Keys];

    [Theory, MemberData(nameof(Vendors))]
    public void Every_row_has_a_sample_and_every_sample_is_a_row(string vendor) =>
        ErrorRow.All(vendor).Select(sample => sample.Row).ShouldBe(Rows[vendor], ignoreOrder: true);

    [Theory, MemberData(nameof(Vendors))]
    public void A_sample_says_where_it_is_documented_and_is_of_the_row_it_names(string vendor)
    {
        foreach (var sample in ErrorRow.All(vendor))
        {
            sample.Source.Scheme.ShouldBe("https", sample.Row);
            sample.Row.Split(' ')[0].ShouldBe(sample.Status.ToString(System.Globalization.CultureInfo.InvariantCulture));
            // A row's word comes from the answer, not from us.
            if (sample.Row.Split(' ') is [_, var word] && !word.StartsWith("without", StringComparison.Ordinal))
                sample.Body.ShouldContain(word);
        }
    }
}
