using SalesAgent.Bot.Protocol;

namespace SalesAgent.Bot.Operations.Door;

/// <summary>
/// Said by whoever checked a signature, a token or a key and found it good. The status of the answer proves nothing: a request that is cut
/// off before anybody looked has the status it began with, 200.
/// </summary>
internal static class SenderProof
{
    private static readonly Mark Known = new();

    /// <summary>It is proven who sent this request.</summary>
    public static void Give(HttpContext context) => context.Features.Set(Known);

    /// <summary>It is proven who sent this request, and they may.</summary>
    public static bool IsAccepted(HttpContext context) =>
        (context.Features.Get<Mark>() is not null || context.Features.Get<TokenCheck.Proven>() is not null)
        && context.Response.StatusCode is not (StatusCodes.Status401Unauthorized or StatusCodes.Status403Forbidden);

    private sealed class Mark;
}
