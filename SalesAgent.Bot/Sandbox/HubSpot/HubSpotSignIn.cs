using System.Text.Json.Nodes;
using SalesAgent.Bot.Sandbox.Wire;

namespace SalesAgent.Bot.Sandbox.HubSpot;

/// <summary>HubSpot's token address: everything in the form, nothing in the query.</summary>
internal sealed class HubSpotSignIn(HubSpotGrants grants) : VendorWire
{
    private static readonly string[] Scopes =
    [
        "oauth",
        "crm.objects.contacts.read",
        "crm.objects.contacts.write",
        "crm.objects.companies.read",
        "crm.objects.owners.read",
    ];

    public override SandboxAnswer Failure(int status, string? message = null) =>
        Error(
            status,
            status is 429 ? "RATE_LIMITS"
                : status >= 500 ? "INTERNAL_ERROR"
                : "VALIDATION_ERROR",
            "invalid_request",
            message ?? "The request could not be served."
        );

    public SandboxAnswer Token(SandboxCall call)
    {
        var form = call.Form();
        if (form.GetValueOrDefault("grant_type") is not "refresh_token")
            return Error(400, "BAD_GRANT_TYPE", "unsupported_grant_type", "missing or unknown grant type");
        if (form.GetValueOrDefault("client_id") != SandboxCredentials.HubSpotClientId)
            return Error(400, "BAD_CLIENT_ID", "invalid_client", "missing or unknown client id");
        if (form.GetValueOrDefault("client_secret") != SandboxCredentials.HubSpotClientSecret)
            return Error(400, "BAD_CLIENT_SECRET", "invalid_client", "missing or invalid client secret");
        return grants.Renew(form.GetValueOrDefault("refresh_token") ?? "") is var (access, refresh, seconds)
            ? SandboxAnswer.Json(
                200,
                new JsonObject
                {
                    ["token_type"] = "bearer",
                    ["refresh_token"] = refresh,
                    ["access_token"] = access,
                    ["hub_id"] = SandboxCredentials.HubSpotPortalId,
                    ["scopes"] = new JsonArray([.. Scopes.Select(scope => (JsonNode)scope)]),
                    ["expires_in"] = seconds,
                }
            )
            : Error(400, "BAD_REFRESH_TOKEN", "invalid_grant", "missing or invalid refresh token");
    }

    private static SandboxAnswer Error(int status, string word, string error, string message) =>
        SandboxAnswer.Json(
            status,
            new JsonObject
            {
                ["status"] = word,
                ["message"] = message,
                ["correlationId"] = "5a9db0c5-0000-4000-8000-0000000000a0",
                ["error"] = error,
                ["error_description"] = message,
            }
        );
}
