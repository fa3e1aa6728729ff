using System.Collections.Immutable;
using System.Net;
using Google.Apis.Auth.OAuth2.Responses;

namespace SalesAgent.Core.Connectors.GoogleIdentity.Accounts;

/// <summary>What a refusal of Google's token endpoint means. Their sentences are dropped: only known words are passed on.</summary>
internal static class TokenFailure
{
    /// <summary>The connector's name as long as nobody has said what access was wanted for.</summary>
    public const string Connector = "google";

    private const string Renewing = "Renewing access to the Google account";

    /// <summary>All that are passed on.</summary>
    public static ImmutableArray<string> Words { get; } =
    [
        "invalid_grant",
        "invalid_client",
        "invalid_request",
        "invalid_scope",
        "unauthorized_client",
        "access_denied",
        "admin_policy_enforced",
        "org_internal",
        "redirect_uri_mismatch",
        "invalid_rapt",
    ];

    /// <summary>
    /// Their word for it when it is one we know; <c>invalid_rapt</c> comes inside the description of an <c>invalid_grant</c>.
    /// </summary>
    public static string? WordOf(TokenResponseException failure) =>
        failure.Error switch
        {
            { Error: "invalid_grant", ErrorDescription: { } text } when text.Contains("invalid_rapt", StringComparison.Ordinal) =>
                "invalid_rapt",
            { Error: { } word } => Known(word),
            _ => null,
        };

    public static string? Known(string word) => Words.FirstOrDefault(known => known == word);

    public static ConnectorException From(TokenResponseException failure) =>
        failure.StatusCode switch
        {
            null or < HttpStatusCode.BadRequest => new ConnectorException(Connector, Renewing, FailureKind.Unreadable)
            {
                Code = "token_endpoint",
            },
            >= HttpStatusCode.InternalServerError => new ConnectorException(Connector, Renewing, FailureKind.Unavailable)
            {
                Code = "token_endpoint",
            },
            HttpStatusCode.TooManyRequests => new ConnectorException(Connector, Renewing, FailureKind.RateLimited)
            {
                Code = "token_endpoint",
            },
            _ => Unauthorised(WordOf(failure)),
        };

    public static ConnectorException Unauthorised(string? code) => new(Connector, Renewing, FailureKind.Unauthorised) { Code = code };

    /// <summary>Told as a failure of what access was wanted for: nobody has a connector called "google".</summary>
    public static ConnectorException During(OutsideCall call, ConnectorException failure) =>
        new(call.Connector, call.Operation, failure.Kind, failure) { Code = failure.Code, RetryAfter = failure.RetryAfter };
}
