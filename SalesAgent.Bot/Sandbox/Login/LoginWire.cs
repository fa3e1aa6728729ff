using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json.Nodes;
using SalesAgent.Bot.Sandbox.Wire;

namespace SalesAgent.Bot.Sandbox.Login;

/// <summary>Entra's token address for the bot, and the metadata behind the tokens the bot receives.</summary>
internal sealed class LoginWire(SandboxKeys keys, TimeProvider time) : VendorWire
{
    private const string ConnectorScope = "https://api.botframework.com/.default";
    private static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(3599);
    private readonly ConcurrentDictionary<string, DateTimeOffset> issued = new(StringComparer.Ordinal);
    private long count;

    public override SandboxAnswer Failure(int status, string? message = null) =>
        Error(
            status,
            status >= 500 ? "temporarily_unavailable" : "invalid_request",
            status >= 500 ? 90033 : 900144,
            message ?? "A transient error has occurred. Please try again."
        );

    public SandboxAnswer Token(SandboxCall call)
    {
        var form = call.Form();
        var tenant = call.Route("tenant");
        if (form.GetValueOrDefault("grant_type") is not "client_credentials")
            return Error(400, "unsupported_grant_type", 70003, "The app requested an unsupported grant type.");
        if (form.GetValueOrDefault("client_id") != SandboxCredentials.AppId || tenant is "botframework.com")
        {
            return Error(
                400,
                "unauthorized_client",
                700016,
                $"Application with identifier '{form.GetValueOrDefault("client_id")}' was not found in the directory '{tenant}'."
            );
        }

        if (tenant != SandboxCredentials.TenantId)
            return Error(400, "invalid_request", 90002, $"Tenant '{tenant}' not found. Check to make sure you have the correct tenant ID.");
        if (form.GetValueOrDefault("client_secret") != SandboxCredentials.AppPassword)
        {
            return Error(
                401,
                "invalid_client",
                7000215,
                "Invalid client secret provided. Ensure the secret being sent in the request is the client secret value."
            );
        }

        if (form.GetValueOrDefault("scope") is not ConnectorScope)
        {
            return Error(
                400,
                "invalid_scope",
                1002012,
                $"The provided value for scope {form.GetValueOrDefault("scope")} is not valid. Client credential flows must have a scope value with /.default suffixed to the resource identifier."
            );
        }

        var token = keys.ForConnector(tenant, Interlocked.Increment(ref count).ToString(CultureInfo.InvariantCulture), Lifetime);
        issued[token] = time.GetUtcNow() + Lifetime;
        return SandboxAnswer.Json(
            200,
            new JsonObject
            {
                ["token_type"] = "Bearer",
                ["expires_in"] = (int)Lifetime.TotalSeconds,
                ["ext_expires_in"] = (int)Lifetime.TotalSeconds,
                ["access_token"] = token,
            }
        );
    }

    /// <summary>True for a token given out here that has not run out.</summary>
    public bool Accepts(string token) => issued.TryGetValue(token, out var until) && until > time.GetUtcNow();

    /// <summary>Makes every token given out so far worthless.</summary>
    public void ForgetTokens() => issued.Clear();

    /// <summary>What MSAL may ask before it asks for a token.</summary>
    public static SandboxAnswer TenantMetadata(SandboxCall call)
    {
        var root = $"{call.BaseAddress}/login/{Uri.EscapeDataString(call.Route("tenant"))}";
        return SandboxAnswer.Json(
            200,
            new JsonObject
            {
                ["issuer"] = $"{root}/v2.0",
                ["authorization_endpoint"] = $"{root}/oauth2/v2.0/authorize",
                ["token_endpoint"] = $"{root}/oauth2/v2.0/token",
                ["jwks_uri"] = $"{call.BaseAddress}/login/v1/.well-known/keys",
                ["id_token_signing_alg_values_supported"] = new JsonArray("RS256"),
            }
        );
    }

    public static SandboxAnswer ConnectorMetadata(SandboxCall call) =>
        SandboxAnswer.Json(
            200,
            new JsonObject
            {
                ["issuer"] = SandboxKeys.ConnectorIssuer,
                ["authorization_endpoint"] = "https://invalid.botframework.com",
                ["jwks_uri"] = $"{call.BaseAddress}/login/v1/.well-known/keys",
                ["id_token_signing_alg_values_supported"] = new JsonArray("RS256"),
                ["token_endpoint_auth_methods_supported"] = new JsonArray("private_key_jwt"),
            }
        );

    public SandboxAnswer Keys(SandboxCall call)
    {
        var list = new JsonArray();
        foreach (var (key, endorsements) in keys.Published)
        {
            var numbers = key.Rsa.ExportParameters(includePrivateParameters: false);
            list.Add(
                (JsonNode)
                    new JsonObject
                    {
                        ["kty"] = "RSA",
                        ["use"] = "sig",
                        ["kid"] = key.KeyId,
                        ["x5t"] = key.KeyId,
                        ["n"] = Base64Url.EncodeToString(numbers.Modulus),
                        ["e"] = Base64Url.EncodeToString(numbers.Exponent),
                        ["endorsements"] = new JsonArray([.. endorsements.Select(one => (JsonNode)one)]),
                    }
            );
        }

        return SandboxAnswer.Json(200, new JsonObject { ["keys"] = list });
    }

    private SandboxAnswer Error(int status, string error, int code, string description)
    {
        var now = time.GetUtcNow().ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        var trace = Interlocked.Increment(ref count).ToString("x12", CultureInfo.InvariantCulture);
        return SandboxAnswer.Json(
            status,
            new JsonObject
            {
                ["error"] = error,
                ["error_description"] = string.Create(
                    CultureInfo.InvariantCulture,
                    $"AADSTS{code}: {description} Trace ID: 00000000-0000-4000-8000-{trace} Timestamp: {now}"
                ),
                ["error_codes"] = new JsonArray(code),
                ["timestamp"] = now,
                ["trace_id"] = $"00000000-0000-4000-8000-{trace}",
                ["correlation_id"] = $"00000000-0000-4000-9000-{trace}",
            }
        );
    }
}
