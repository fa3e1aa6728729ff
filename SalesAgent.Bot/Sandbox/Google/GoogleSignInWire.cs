using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using SalesAgent.Bot.Sandbox.Wire;

namespace SalesAgent.Bot.Sandbox.Google;

/// <summary>
/// Google's consent page, token and revocation addresses. The page answers by itself: see <see cref="GoogleConsent"/>.
/// <see href="https://developers.google.com/identity/protocols/oauth2/web-server"/>,
/// <see href="https://developers.google.com/identity/protocols/oauth2/service-account"/>.
/// </summary>
internal sealed class GoogleSignInWire(GoogleAccounts accounts, TimeProvider time) : VendorWire
{
    /// <summary>What an assertion is addressed to, wherever it is posted.</summary>
    private const string Audience = "https://oauth2.googleapis.com/token";

    private static readonly TimeSpan LongestAssertion = TimeSpan.FromHours(1);
    private static readonly TimeSpan ClockSkew = TimeSpan.FromMinutes(5);

    public override SandboxAnswer Failure(int status, string? message = null) =>
        Error(
            status,
            status is 429 ? "rate_limit_exceeded"
                : status >= 500 ? "internal_failure"
                : "invalid_request",
            message ?? "The request could not be served."
        );

    /// <summary>
    /// Goes back to the caller with a code, signed in as <c>login_hint</c> (or the first rep) unless the person wants otherwise.
    /// </summary>
    public SandboxAnswer Authorise(SandboxCall call)
    {
        if (call.Query("client_id") != SandboxCredentials.GoogleClientId)
            return Error(401, "invalid_client", "The OAuth client was not found.");
        if (call.Query("response_type") is not "code" || call.Query("scope") is not { Length: > 0 } scope)
            return Error(400, "invalid_request", "response_type=code and scope are required.");
        if (
            call.Query("redirect_uri") is not { } redirect
            || !Uri.TryCreate(redirect, UriKind.Absolute, out var back)
            || !(back.IsLoopback || back.Scheme == Uri.UriSchemeHttps)
        )
        {
            return Error(
                400,
                "redirect_uri_mismatch",
                "The redirect URI in the request does not match the ones authorized for the OAuth client."
            );
        }

        var challenge = call.Query("code_challenge");
        if (challenge is not null && call.Query("code_challenge_method") is not "S256")
            return Error(400, "invalid_request", "code_challenge_method=S256 is required.");

        var consent = accounts.Consent;
        if (consent.Error is { } error)
            return Back(call, back, $"error={Uri.EscapeDataString(error)}");
        var mailbox = consent.SignInAs ?? (call.Query("login_hint") is { Length: > 0 } hint ? hint : accounts.First);
        if (!accounts.Knows(mailbox))
            return Error(400, "access_denied", "There is no such account.");

        var grant = new GoogleGrant(mailbox, string.Join(' ', scope.Split(' ').Except(consent.Untick)));
        var asked = call.Query("prompt")?.Contains("consent", StringComparison.Ordinal) == true;
        var code = accounts.IssueCode(
            grant,
            redirect,
            challenge,
            call.Query("access_type") is "offline" && !consent.WithoutRefreshToken,
            asked
        );
        return Back(call, back, $"code={Uri.EscapeDataString(code)}&scope={Uri.EscapeDataString(grant.Scopes)}");
    }

    public SandboxAnswer Token(SandboxCall call)
    {
        var form = call.Form();
        return form.GetValueOrDefault("grant_type") switch
        {
            "refresh_token" => ForClient(form, () => Refresh(form.GetValueOrDefault("refresh_token") ?? "")),
            "authorization_code" => ForClient(form, () => Exchange(form)),
            "urn:ietf:params:oauth:grant-type:jwt-bearer" => Assert(form.GetValueOrDefault("assertion") ?? ""),
            null => Error(400, "invalid_request", "Required parameter is missing: grant_type"),
            var other => Error(400, "unsupported_grant_type", $"Invalid grant_type: {other}"),
        };
    }

    /// <summary>Takes the token from the query (as Google's .NET library sends it) or the form.</summary>
    public SandboxAnswer Revoke(SandboxCall call)
    {
        var token = call.Query("token") ?? call.Form().GetValueOrDefault("token") ?? "";
        return accounts.Revoke(token) ? SandboxAnswer.Json(200, new JsonObject()) : Error(400, "invalid_token", "Token expired or revoked");
    }

    private static SandboxAnswer Back(SandboxCall call, Uri redirect, string query)
    {
        if (call.Query("state") is { } state)
            query += $"&state={Uri.EscapeDataString(state)}";
        return SandboxAnswer
            .Empty(302)
            .With(
                "Location",
                new UriBuilder(redirect) { Query = query }
                    .Uri
                    .AbsoluteUri
            );
    }

    private static SandboxAnswer ForClient(Dictionary<string, string> form, Func<SandboxAnswer> answer) =>
        form.GetValueOrDefault("client_id") == SandboxCredentials.GoogleClientId
        && form.GetValueOrDefault("client_secret") == SandboxCredentials.GoogleClientSecret
            ? answer()
            : Error(401, "invalid_client", "The OAuth client was not found.");

    private SandboxAnswer Refresh(string token) =>
        accounts.Refresh(token) is var (grant, replacement)
            ? Granted(grant, replacement)
            : Error(400, "invalid_grant", "Token has been expired or revoked.");

    private SandboxAnswer Exchange(Dictionary<string, string> form)
    {
        if (accounts.TakeCode(form.GetValueOrDefault("code") ?? "") is not { } code)
            return Error(400, "invalid_grant", "Malformed auth code.");
        if (form.GetValueOrDefault("redirect_uri") != code.Redirect)
            return Error(400, "redirect_uri_mismatch", "Bad Request");
        if (code.Challenge is not null && code.Challenge != ChallengeOf(form.GetValueOrDefault("code_verifier") ?? ""))
            return Error(400, "invalid_grant", "Invalid code verifier.");
        return Granted(code.Grant, code.Offline ? accounts.IssueRefresh(code.Grant) : null);
    }

    private static string ChallengeOf(string verifier) => Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(verifier)));

    private SandboxAnswer Assert(string assertion)
    {
        if (
            assertion.Split('.') is not [var header, var payload, var signature]
            || !Base64Url.IsValid(payload)
            || !Base64Url.IsValid(signature)
        )
        {
            return Error(400, "invalid_grant", "Invalid JWT.");
        }

        if (!GoogleKeyFiles.IsSignedByServiceAccount(Encoding.ASCII.GetBytes($"{header}.{payload}"), Base64Url.DecodeFromChars(signature)))
            return Error(400, "invalid_grant", "Invalid JWT Signature.");

        var claims = JsonNode.Parse(Base64Url.DecodeFromChars(payload));
        if (claims.Text("iss") != GoogleKeyFiles.ServiceAccount)
            return Error(400, "invalid_grant", "Invalid grant: account not found");
        if (claims.Text("aud") != Audience)
            return Error(400, "invalid_grant", "Invalid JWT: Failed audience check.");
        var (from, to, now) = (Moment(claims.Number("iat")), Moment(claims.Number("exp")), time.GetUtcNow());
        if (to <= now || from > now + ClockSkew || to - from > LongestAssertion)
        {
            return Error(
                400,
                "invalid_grant",
                "Invalid JWT: Token must be a short-lived token (60 minutes) and in a reasonable timeframe."
            );
        }

        if (claims.Text("scope") is not { Length: > 0 } scopes)
            return Error(400, "invalid_scope", "Empty or missing scope not allowed.");

        return
            claims.Text("sub") is { } subject
            && accounts.Knows(subject)
            && scopes.Split(' ').All(SandboxCredentials.GoogleScopes.Split(' ').Contains)
            ? Granted(new GoogleGrant(subject, scopes), null)
            : Error(
                401,
                "unauthorized_client",
                "Client is unauthorized to retrieve access tokens using this method, or client not authorized for any of the scopes requested."
            );

        static DateTimeOffset Moment(int? seconds) => DateTimeOffset.FromUnixTimeSeconds(seconds ?? 0);
    }

    private SandboxAnswer Granted(GoogleGrant grant, string? refresh)
    {
        var (token, seconds) = accounts.Issue(grant);
        return SandboxAnswer.Json(
            200,
            writer =>
            {
                writer.WriteStartObject();
                writer.WriteString("access_token", token);
                writer.WriteNumber("expires_in", seconds);
                if (refresh is not null)
                    writer.WriteString("refresh_token", refresh);
                writer.WriteString("scope", grant.Scopes);
                writer.WriteString("token_type", "Bearer");
                writer.WriteEndObject();
            }
        );
    }

    private static SandboxAnswer Error(int status, string error, string description) =>
        SandboxAnswer.Json(status, new JsonObject { ["error"] = error, ["error_description"] = description });
}
