using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.WebUtilities;

namespace SalesAgent.Bot.Protocol;

/// <summary>
/// One request to the bot's endpoint, from the header to the answer. The token is checked before a byte of the body
/// is read, and a refusal tells the caller its status and nothing else.
/// </summary>
internal sealed partial class TurnIntake(ConnectorTokens tokens, Admission admission, ILogger<TurnIntake> logger)
{
    public async Task HandleAsync(HttpContext context)
    {
        if (!HttpMethods.IsPost(context.Request.Method))
        {
            context.Response.Headers.Allow = HttpMethods.Post;
            await RefuseAsync(context, StatusCodes.Status405MethodNotAllowed);
            return;
        }

        var (turn, refusal) = await AdmitAsync(context.Request, context.RequestAborted);
        if (turn is null)
        {
            Log.Refused(logger, refusal!.Status, refusal.Reason);
            await RefuseAsync(context, refusal.Status);
            return;
        }

        if (!turn.IsAuthenticated)
            Log.Unauthenticated(logger, turn.Activity.Type);
        await RunAsync(context, turn);
    }

    private async Task<(Turn? Turn, Refusal? Refusal)> AdmitAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        var token = await tokens.CheckAsync(request.Headers.Authorization, cancellationToken);
        if (token is TokenCheck.Refused refused)
            return (null, refused.Refusal);

        var (activity, refusal) = await ActivityBody.ReadAsync(request, cancellationToken);
        return activity is null ? (null, refusal) : admission.Decide(activity, token as TokenCheck.Proven);
    }

    private async Task RunAsync(HttpContext context, Turn turn)
    {
        var isInvoke = turn.Activity.Type == ActivityTypes.Invoke;
        try
        {
            var handler = context.RequestServices.GetRequiredService<ITurnHandler>();
            var answer = await handler.OnTurnAsync(turn, context.RequestAborted);
            if (!isInvoke)
                context.Response.StatusCode = StatusCodes.Status200OK;
            else if (answer is null)
                await RefuseAsync(context, StatusCodes.Status501NotImplemented);
            else
                await AnswerAsync(context, answer);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            context.Response.StatusCode = StatusCodes.Status499ClientClosedRequest;
        }
        catch (Exception failure) when (!context.Response.HasStarted)
        {
            Log.TurnFailed(logger, failure, turn.Activity.Type, isInvoke ? turn.Activity.Name : null);
            if (isInvoke)
                await AnswerAsync(context, AdaptiveCardInvokeResponse.Error("InternalServerError", "The bot failed.", 500));
            else
                await RefuseAsync(context, StatusCodes.Status500InternalServerError);
        }
    }

    private static async Task AnswerAsync(HttpContext context, InvokeResponse answer)
    {
        context.Response.StatusCode = answer.Status;
        if (answer.Body is { } body)
            await WriteAsync(context, body, "application/json; charset=utf-8");
    }

    private static Task RefuseAsync(HttpContext context, int status)
    {
        context.Response.StatusCode = status;
        if (status == StatusCodes.Status401Unauthorized)
            context.Response.Headers.WWWAuthenticate = "Bearer";

        return WriteAsync(
            context,
            new JsonObject { ["type"] = "about:blank", ["title"] = ReasonPhrases.GetReasonPhrase(status), ["status"] = status },
            "application/problem+json");
    }

    private static async Task WriteAsync(HttpContext context, JsonNode body, string contentType)
    {
        context.Response.ContentType = contentType;
        await using (var writer = new Utf8JsonWriter(context.Response.BodyWriter))
            body.WriteTo(writer);
        await context.Response.BodyWriter.FlushAsync(context.RequestAborted);
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "An activity was refused with {Status}: {Reason}.")]
        public static partial void Refused(ILogger logger, int status, string reason);

        [LoggerMessage(2, LogLevel.Debug, "An activity of type {Type} was let in without authentication (Bot:AllowAnonymous).")]
        public static partial void Unauthenticated(ILogger logger, string type);

        [LoggerMessage(3, LogLevel.Error, "A turn failed: {Type} {Name}.")]
        public static partial void TurnFailed(ILogger logger, Exception exception, string type, string? name);
    }
}
