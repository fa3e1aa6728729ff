using System.Globalization;
using System.Text.Json.Nodes;
using SalesAgent.Bot.Sandbox.Wire;

namespace SalesAgent.Bot.Sandbox.HubSpot;

/// <summary>HubSpot's way of refusing, and its rate-limit headers.</summary>
internal sealed class HubSpotWire(HubSpotGrants grants) : VendorWire
{
    private const int Burst = 190;
    private const int Daily = 650_000;
    private long correlation;
    private long used;

    public override bool WantsJson => true;

    public override SandboxAnswer? Refusal(SandboxCall call)
    {
        if (call.Bearer is not { } token)
        {
            return Error(
                401,
                "INVALID_AUTHENTICATION",
                "Authentication credentials not found. This API supports OAuth 2.0 authentication."
            );
        }

        if (token == SandboxCredentials.HubSpotAccessToken)
            return null;
        return grants.Age(token) switch
        {
            null => Error(401, "INVALID_AUTHENTICATION", "The access token is invalid or was revoked."),
            { Ticks: < 0 } => null,
            var age => Error(
                401,
                "EXPIRED_AUTHENTICATION",
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"The OAuth token used to make this call expired {(long)age.Value.TotalSeconds} second(s) ago."
                )
            ),
        };
    }

    public override SandboxAnswer Failure(int status, string? message = null) =>
        status switch
        {
            429 => Document(
                429,
                new JsonObject
                {
                    ["status"] = "error",
                    ["message"] = "You have reached your ten_secondly_rolling limit.",
                    ["errorType"] = "RATE_LIMIT",
                    ["correlationId"] = NextCorrelation(),
                    ["policyName"] = "TEN_SECONDLY_ROLLING",
                    ["requestId"] = NextCorrelation(),
                }
            ),
            403 => Error(403, "MISSING_SCOPES", message ?? "This app hasn't been granted all required scopes to make this call."),
            404 => Error(404, "OBJECT_NOT_FOUND", message ?? "resource not found"),
            < 500 => Error(status, "VALIDATION_ERROR", message ?? "Invalid input."),
            _ => Error(status, "INTERNAL_ERROR", message ?? "internal error"),
        };

    /// <summary>Search is limited by another policy and carries none of these headers.</summary>
    public override SandboxAnswer Dress(SandboxOperation operation, SandboxAnswer answer)
    {
        if (operation.Name.EndsWith(".search", StringComparison.Ordinal))
            return answer;
        var spent = Interlocked.Increment(ref used);
        return answer with
        {
            Headers =
            [
                .. answer.Headers,
                new("X-HubSpot-RateLimit-Max", Text(Burst)),
                new("X-HubSpot-RateLimit-Remaining", Text(Burst - 1)),
                new("X-HubSpot-RateLimit-Interval-Milliseconds", "10000"),
                new("X-HubSpot-RateLimit-Daily", Text(Daily)),
                new("X-HubSpot-RateLimit-Daily-Remaining", Text(Math.Max(0, Daily - spent))),
            ],
        };
    }

    public SandboxAnswer Error(int status, string category, string message, JsonArray? errors = null, JsonObject? context = null)
    {
        var document = new JsonObject
        {
            ["status"] = "error",
            ["message"] = message,
            ["correlationId"] = NextCorrelation(),
        };
        if (context is not null)
            document["context"] = context;
        if (errors is not null)
            document["errors"] = errors;
        document["category"] = category;
        return Document(status, document);
    }

    public SandboxAnswer Invalid(string message, string? code = null, string? property = null) =>
        Error(
            400,
            "VALIDATION_ERROR",
            message,
            code is null
                ? null
                : new JsonArray(
                    new JsonObject
                    {
                        ["message"] = message,
                        ["code"] = code,
                        ["context"] = property is null ? null : new JsonObject { ["propertyName"] = new JsonArray(property) },
                    }
                )
        );

    public SandboxAnswer NotFound() => Error(404, "OBJECT_NOT_FOUND", "Object not found.  objectId are usually numeric.");

    private static SandboxAnswer Document(int status, JsonObject document) => SandboxAnswer.Json(status, document);

    private string NextCorrelation()
    {
        var number = Interlocked.Increment(ref correlation).ToString("x12", CultureInfo.InvariantCulture);
        return $"5a9db0c5-0000-4000-8000-{number}";
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
