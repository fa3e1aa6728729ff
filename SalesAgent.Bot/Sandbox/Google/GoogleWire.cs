using System.Buffers.Text;
using System.Globalization;
using System.Text;
using SalesAgent.Bot.Sandbox.Wire;

namespace SalesAgent.Bot.Sandbox.Google;

/// <summary>Google's way of refusing, common to Gmail and Calendar.</summary>
internal sealed class GoogleWire(GoogleAccounts accounts) : VendorWire
{
    public override bool DecodesGzip => true;

    public override SandboxAnswer? Refusal(SandboxCall call)
    {
        if (call.Bearer is not { } token)
        {
            return Error(
                    401,
                    "required",
                    "Request is missing required authentication credential. Expected OAuth 2 access token, login cookie or other valid authentication credential.",
                    "Authorization"
                )
                .With("WWW-Authenticate", "Bearer realm=\"https://accounts.google.com/\"");
        }

        if (accounts.GrantOf(token) is not { } grant)
        {
            return Error(401, "authError", "Request had invalid authentication credentials.", "Authorization")
                .With("WWW-Authenticate", "Bearer realm=\"https://accounts.google.com/\", error=\"invalid_token\"");
        }

        // Google looks at each method's own scopes; whether the box of the product was ticked at all is what people get wrong.
        return grant.Has(call.Context.Request.Path.StartsWithSegments("/calendar") ? "calendar" : "gmail")
            ? null
            : Failure(StatusCodes.Status403Forbidden);
    }

    public override SandboxAnswer Failure(int status, string? message = null) =>
        status switch
        {
            400 => Error(400, "badRequest", message ?? "Bad Request"),
            403 => Error(403, "insufficientPermissions", message ?? "Request had insufficient authentication scopes."),
            404 => NotFound(),
            429 => Error(429, "rateLimitExceeded", message ?? "Too many concurrent requests for user."),
            503 => Error(503, "backendError", message ?? "The service is currently unavailable."),
            _ => Error(status, "backendError", message ?? "Backend Error"),
        };

    public static SandboxAnswer NotFound() => Error(404, "notFound", "Requested entity was not found.");

    public static SandboxAnswer Invalid(string message) => Error(400, "invalidArgument", message);

    /// <summary>Google's error document.</summary>
    public static SandboxAnswer Error(int status, string reason, string message, string? location = null) =>
        SandboxAnswer.Json(
            status,
            writer =>
            {
                writer.WriteStartObject();
                writer.WriteStartObject("error");
                writer.WriteNumber("code", status);
                writer.WriteString("message", message);
                writer.WriteStartArray("errors");
                writer.WriteStartObject();
                writer.WriteString("message", message);
                writer.WriteString("domain", "global");
                writer.WriteString("reason", reason);
                if (location is not null)
                {
                    writer.WriteString("location", location);
                    writer.WriteString("locationType", "header");
                }

                writer.WriteEndObject();
                writer.WriteEndArray();
                if (StatusWord(status) is { } word)
                    writer.WriteString("status", word);
                writer.WriteEndObject();
                writer.WriteEndObject();
            }
        );

    /// <summary>An offset in a list, made opaque.</summary>
    public static string PageToken(int offset) =>
        Base64Url.EncodeToString(Encoding.ASCII.GetBytes(offset.ToString("x8", CultureInfo.InvariantCulture)));

    /// <summary>The offset in a page token; 0 without one, null when it is not ours.</summary>
    public static int? Offset(string? token)
    {
        if (string.IsNullOrEmpty(token))
            return 0;
        if (!Base64Url.IsValid(token))
            return null;
        var text = Encoding.ASCII.GetString(Base64Url.DecodeFromChars(token));
        return int.TryParse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var offset) && offset >= 0
            ? offset
            : null;
    }

    private static string? StatusWord(int status) =>
        status switch
        {
            400 => "INVALID_ARGUMENT",
            401 => "UNAUTHENTICATED",
            403 => "PERMISSION_DENIED",
            404 => "NOT_FOUND",
            409 => "ALREADY_EXISTS",
            429 => "RESOURCE_EXHAUSTED",
            500 => "INTERNAL",
            503 => "UNAVAILABLE",
            _ => null,
        };
}
