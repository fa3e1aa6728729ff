using System.Buffers.Text;
using System.Text.Json.Nodes;
using SalesAgent.Bot.Sandbox.Wire;

namespace SalesAgent.Bot.Sandbox.Google;

/// <summary>Google's token, revocation and consent addresses.</summary>
internal sealed class GoogleSignIn(GoogleAccounts accounts) : VendorWire
{
    private const string CodeStart = "4/sandbox-";

    public override SandboxAnswer Failure(int status, string? message = null) =>
        Error(status, status is 429 ? "rate_limit_exceeded" : status >= 500 ? "internal_failure" : "invalid_request", message ?? "The request could not be served.");

    /// <summary>Consents at once as <c>login_hint</c> (or the first rep) and goes back to the caller with a code.</summary>
    public SandboxAnswer Authorise(SandboxCall call)
    {
        if (call.Query("client_id") != SandboxCredentials.GoogleClientId) return Error(401, "invalid_client", "The OAuth client was not found.");
        if (call.Query("response_type") is not "code" || !Uri.TryCreate(call.Query("redirect_uri"), UriKind.Absolute, out var back))
            return Error(400, "invalid_request", "response_type=code and an absolute redirect_uri are required.");
        var mailbox = call.Query("login_hint") is { Length: > 0 } hint ? hint : accounts.First;
        if (!accounts.Knows(mailbox)) return Error(400, "access_denied", "There is no such account.");
        var query = $"code={Uri.EscapeDataString(CodeStart + mailbox)}&scope={Uri.EscapeDataString(call.Query("scope") ?? "")}";
        if (call.Query("state") is { } state) query += $"&state={Uri.EscapeDataString(state)}";
        return SandboxAnswer.Empty(302).With("Location", new UriBuilder(back) { Query = query }.Uri.AbsoluteUri);
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

    private static SandboxAnswer ForClient(Dictionary<string, string> form, Func<SandboxAnswer> answer) =>
        form.GetValueOrDefault("client_id") == SandboxCredentials.GoogleClientId && form.GetValueOrDefault("client_secret") == SandboxCredentials.GoogleClientSecret
            ? answer()
            : Error(401, "invalid_client", "The OAuth client was not found.");

    private SandboxAnswer Refresh(string token) =>
        accounts.MailboxOfRefresh(token) is { } mailbox ? Granted(mailbox, null) : Error(400, "invalid_grant", "Token has been expired or revoked.");

    private SandboxAnswer Exchange(Dictionary<string, string> form)
    {
        var code = form.GetValueOrDefault("code") ?? "";
        var mailbox = code.StartsWith(CodeStart, StringComparison.Ordinal) ? code[CodeStart.Length..] : "";
        return accounts.Knows(mailbox) ? Granted(mailbox, accounts.Consent(mailbox)) : Error(400, "invalid_grant", "Malformed auth code.");
    }

    // The signature is not checked: there is no key to check it with, and only the subject decides whose mailbox opens.
    private SandboxAnswer Assert(string assertion)
    {
        var parts = assertion.Split('.');
        if (parts.Length != 3 || !Base64Url.IsValid(parts[1])) return Error(400, "invalid_grant", "Invalid JWT.");
        var claims = JsonNode.Parse(Base64Url.DecodeFromChars(parts[1]));
        if (claims.Text("sub") is not { } subject || claims.Text("scope") is null) return Error(400, "invalid_scope", "Empty or missing scope or subject not allowed.");
        return accounts.Knows(subject)
            ? Granted(subject, null)
            : Error(401, "unauthorized_client", "Client is unauthorized to retrieve access tokens using this method, or client not authorized for any of the scopes requested.");
    }

    private SandboxAnswer Granted(string mailbox, string? refresh)
    {
        var (token, seconds) = accounts.Issue(mailbox);
        return SandboxAnswer.Json(200, writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("access_token", token);
            writer.WriteNumber("expires_in", seconds);
            if (refresh is not null) writer.WriteString("refresh_token", refresh);
            writer.WriteString("scope", SandboxCredentials.GoogleScopes);
            writer.WriteString("token_type", "Bearer");
            writer.WriteEndObject();
        });
    }

    private static SandboxAnswer Error(int status, string error, string description) =>
        SandboxAnswer.Json(status, new JsonObject { ["error"] = error, ["error_description"] = description });
}
