using SalesAgent.Bot.Operations.Operators;
using SalesAgent.Bot.Webhooks;
using SalesAgent.Bot.Webhooks.Signatures;
using SalesAgent.Core.Audit.Refusals;

namespace SalesAgent.Bot.Operations.Door;

/// <summary>
/// Tells <see cref="RefusalTrail"/> of requests that were answered as not authenticated or not allowed. By the answer and the matched
/// route, so that a new route is told of without doing anything for it; a route that knows more says why with <see cref="Because"/>.
/// </summary>
internal static class RefusedRequests
{
    public static void UseRefusedRequests(this WebApplication web)
    {
        var trail = web.Services.GetRequiredService<RefusalTrail>();
        web.Use(next =>
            async context =>
            {
                await next(context);
                if (KindOf(context) is { } kind)
                    trail.OfStranger(kind, ReasonOf(context));
            }
        );
    }

    /// <summary>Why this request is refused.</summary>
    public static void Because(HttpContext context, SignatureVerdict verdict) =>
        context.Features.Set(
            new Cause(
                verdict switch
                {
                    SignatureVerdict.Missing or SignatureVerdict.NoSecret => RefusalReason.NotProven,
                    SignatureVerdict.Repeated or SignatureVerdict.Malformed => RefusalReason.Malformed,
                    SignatureVerdict.TooOld or SignatureVerdict.FromTheFuture => RefusalReason.OutOfTime,
                    _ => RefusalReason.Wrong,
                }
            )
        );

    private static RefusalKind? KindOf(HttpContext context)
    {
        if (context.Response.StatusCode is not (StatusCodes.Status401Unauthorized or StatusCodes.Status403Forbidden))
            return null;

        return context.Request.Path switch
        {
            _ when context.Request.Path.StartsWithSegments(WebhookEndpoints.Prefix) => RefusalKind.Webhook,
            _ when context.Request.Path.StartsWithSegments("/api/messages") => RefusalKind.Activity,
            _ => RefusalKind.OperatorKey,
        };
    }

    private static RefusalReason ReasonOf(HttpContext context) =>
        context.Features.Get<Cause>()?.Reason
        ?? ReasonOf(context.Features.Get<OperatorCall>())
        ?? (context.Response.StatusCode is StatusCodes.Status403Forbidden ? RefusalReason.NotAllowed : RefusalReason.NotProven);

    /// <summary>Somebody who guesses keys is told from somebody who only looks whether a route is open.</summary>
    private static RefusalReason? ReasonOf(OperatorCall? call) =>
        call is OperatorCall.Refused refused
            ? refused.Why is OperatorRefusal.UnknownKey
                ? RefusalReason.Wrong
                : RefusalReason.NotProven
            : null;

    private sealed record Cause(RefusalReason Reason);
}
