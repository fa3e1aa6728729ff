using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Bot.Builder;
using Microsoft.Bot.Schema;

namespace SalesAgent.Bot.Protocol;

/// <summary>
/// One request to the bot's endpoint, from the header to the answer. The token is checked before a byte of the body is read, and the body
/// before the SDK reads it; a refusal tells the caller its status and nothing else.
/// </summary>
internal sealed partial class BotDoor(ConnectorTokens tokens, TeamsAdapter adapter, ILogger<BotDoor> logger)
{
    public async Task HandleAsync(HttpContext context)
    {
        if (!HttpMethods.IsPost(context.Request.Method))
        {
            context.Response.Headers.Allow = HttpMethods.Post;
            await AnswerAsync(context, StatusCodes.Status405MethodNotAllowed);
            return;
        }

        var (body, refusal) = await LookThroughAsync(context, context.RequestAborted);
        if (body is null)
            await RefuseAsync(context, refusal!);
        else
            await RunAsync(context, body);
    }

    private async Task<(ActivityBody? Body, Refusal? Refusal)> LookThroughAsync(HttpContext context, CancellationToken cancellationToken)
    {
        var check = await tokens.CheckAsync(context.Request.Headers.Authorization, cancellationToken);
        if (check is TokenCheck.Refused refused)
            return (null, refused.Refusal);

        // For whoever counts requests: the status of the answer does not say that a token was good.
        if (check is TokenCheck.Proven proven)
            context.Features.Set(proven);
        return await ActivityBody.ReadAsync(context.Request, cancellationToken);
    }

    private async Task RunAsync(HttpContext context, ActivityBody body)
    {
        using var json = new MemoryStream(body.Json.ToArray(), writable: false);
        context.Request.Body = json;
        try
        {
            await adapter.ProcessAsync(
                context.Request,
                context.Response,
                context.RequestServices.GetRequiredService<IBot>(),
                context.RequestAborted
            );

            // The SDK has no words for what it refuses: an activity it cannot read, an invoke nobody answered.
            if (context.Response is { HasStarted: false, StatusCode: >= 400 and var status })
                await AnswerAsync(context, status);
        }
        catch (RefusedException refused)
        {
            await RefuseAsync(context, refused.Refusal);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            context.Response.StatusCode = StatusCodes.Status499ClientClosedRequest;
        }
        catch (Exception failure) when (!context.Response.HasStarted)
        {
            var isInvoke = body.Type == ActivityTypes.Invoke;
            Log.TurnFailed(logger, failure, body.Type, isInvoke ? body.Name : null);
            if (isInvoke)
                await AnswerFailedInvokeAsync(context);
            else
                await AnswerAsync(context, StatusCodes.Status500InternalServerError);
        }
    }

    /// <summary>As <see cref="CardAnswer.Error"/>; in a status of 500 clients would not look for the words.</summary>
    private static Task AnswerFailedInvokeAsync(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status200OK;
        return WriteAsync(
            context,
            new JsonObject
            {
                ["statusCode"] = StatusCodes.Status500InternalServerError,
                ["type"] = CardAnswer.ErrorType,
                ["value"] = new JsonObject { ["code"] = "InternalServerError", ["message"] = "The bot failed." },
            },
            "application/json; charset=utf-8"
        );
    }

    private Task RefuseAsync(HttpContext context, Refusal refusal)
    {
        Log.Refused(logger, refusal.Status, refusal.Reason);
        return AnswerAsync(context, refusal.Status);
    }

    private static Task AnswerAsync(HttpContext context, int status)
    {
        context.Response.StatusCode = status;
        if (status == StatusCodes.Status401Unauthorized)
            context.Response.Headers.WWWAuthenticate = "Bearer";

        return WriteAsync(
            context,
            new JsonObject
            {
                ["type"] = "about:blank",
                ["title"] = ReasonPhrases.GetReasonPhrase(status),
                ["status"] = status,
            },
            "application/problem+json"
        );
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

        [LoggerMessage(3, LogLevel.Error, "A turn failed: {Type} {Name}.")]
        public static partial void TurnFailed(ILogger logger, Exception exception, string type, string? name);
    }
}
