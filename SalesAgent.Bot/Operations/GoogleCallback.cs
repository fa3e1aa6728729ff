using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.Primitives;
using SalesAgent.Bot.Teams;
using SalesAgent.Core.Audit.Refusals;
using SalesAgent.Core.Connectors.GoogleIdentity.SignIn;

namespace SalesAgent.Bot.Operations;

/// <summary>
/// <c>GET /auth/google/callback</c>: where Google sends a rep's browser back to. Who asked is known from the state, which is good
/// for one sign-in; what the browser says of itself counts for nothing.
/// </summary>
internal static class GoogleCallback
{
    public const string Path = "/auth/google/callback";

    public static void MapGoogleCallback(this IEndpointRouteBuilder endpoints) =>
        endpoints.MapGet(Path, AnswerAsync).WithMetadata(new AllowAnonymousAttribute());

    private static async Task AnswerAsync(HttpContext context)
    {
        var (services, query) = (context.RequestServices, context.Request.Query);
        var outcome = await services
            .GetRequiredService<GoogleSignIn>()
            .CompleteAsync(One(query["state"]), One(query["code"]), One(query["error"]), context.RequestAborted);

        if (outcome is SignInOutcome.Refused { AskedBy: null })
            services.GetRequiredService<RefusalTrail>().OfStranger(RefusalKind.SignIn, RefusalReason.NotProven);

        // The person may have closed the window by now; the chat tells them all the same.
        if (outcome is not (SignInOutcome.ConnectedBefore or SignInOutcome.Refused { Reason: SignInRefusal.AlreadyUsed }))
            await services.GetRequiredService<GoogleChat>().OnSignedInAsync(outcome, CancellationToken.None);
        await WriteAsync(context.Response, outcome);
    }

    private static string? One(StringValues values) => values is [{ Length: > 0 } only] ? only : null;

    private static async Task WriteAsync(HttpResponse response, SignInOutcome outcome)
    {
        var (status, title, text) = outcome switch
        {
            SignInOutcome.Connected connected => (
                StatusCodes.Status200OK,
                "Connected",
                $"{connected.Mailbox} is connected. You can close this window and go back to Teams."
            ),
            SignInOutcome.ConnectedBefore => (
                StatusCodes.Status200OK,
                "Connected",
                "This sign-in has worked: the account was connected. You can close this window and go back to Teams."
            ),
            SignInOutcome.Refused { Reason: SignInRefusal.AlreadyUsed } refused => (
                StatusCodes.Status400BadRequest,
                "Used already",
                refused.Text
            ),
            SignInOutcome.Refused { Reason: SignInRefusal.Unavailable } refused => (
                StatusCodes.Status503ServiceUnavailable,
                "Not connected",
                refused.Text
            ),
            SignInOutcome.Refused refused => (StatusCodes.Status400BadRequest, "Not connected", refused.Text),
            _ => throw new InvalidOperationException($"Unknown outcome {outcome.GetType().Name}."),
        };

        response.StatusCode = status;
        response.ContentType = "text/html; charset=utf-8";
        // The address holds the code: it goes to nobody, and no copy of the page stays.
        response.Headers.CacheControl = "no-store";
        response.Headers["Referrer-Policy"] = "no-referrer";
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers.ContentSecurityPolicy = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'";
        await response.WriteAsync(
            $$"""
            <!doctype html>
            <html lang="en">
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width">
            <title>SalesAgent: {{title}}</title>
            <style>body { font: 1.1rem/1.5 system-ui, sans-serif; max-width: 34rem;
              margin: 20vh auto 0; padding: 0 1.5rem; color-scheme: light dark }</style>
            <h1>{{title}}</h1>
            <p>{{HtmlEncoder.Default.Encode(text)}}</p>
            </html>
            """
        );
    }
}
