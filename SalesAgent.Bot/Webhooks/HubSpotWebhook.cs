using System.Diagnostics;
using System.Text.Json;
using Microsoft.Extensions.Options;
using SalesAgent.Bot.Operations.Door;
using SalesAgent.Bot.Webhooks.Payloads;
using SalesAgent.Bot.Webhooks.Signatures;
using SalesAgent.Core.Intake;
using SalesAgent.Core.Records;
using SalesAgent.Core.Storage;
using SalesAgent.Core.Texts;

namespace SalesAgent.Bot.Webhooks;

/// <summary>
/// From a request to 202: signature before meaning, every lead in a body or the whole body again, and no answer before
/// the leads are on disk. Nothing here waits for the world outside.
/// </summary>
internal sealed partial class HubSpotWebhook(
    IOptionsMonitor<HubSpotWebhookOptions> options,
    AcceptLeads accept,
    TakeDeletions takeDeletions,
    UnprovenBodies unproven,
    TimeProvider time,
    ILogger<HubSpotWebhook> logger
)
{
    private const string RetryAfterSeconds = "10";

    public async Task ReceiveAsync(HttpContext context, WebhookRoute route)
    {
        try
        {
            var refusal = await TryReceiveAsync(context, route, options.CurrentValue);
            if (refusal is var (status, detail))
                await WebhookAnswer.ProblemAsync(context, status, detail);
        }
        catch (UnusableBodyException unusable)
        {
            Log.Unusable(logger, route.Name, unusable.Message);
            await WebhookAnswer.ProblemAsync(context, StatusCodes.Status400BadRequest, unusable.Message);
        }
        catch (BadHttpRequestException broken)
        {
            Log.Broken(logger, route.Name, broken.StatusCode);
            await WebhookAnswer.ProblemAsync(context, broken.StatusCode, "The body could not be read as HTTP announced it.");
        }
        catch (UnprovenBodies.NoRoomException)
        {
            Log.NoRoom(logger, route.Name);
            await UnavailableAsync(context, "Too much is being received at the moment. Deliver it again.");
        }
        catch (StorageUnavailableException failure)
        {
            Log.NotStored(logger, failure, route.Name);
            await UnavailableAsync(context, "The lead could not be stored. Deliver it again.");
        }
        catch (OptionsValidationException failure)
        {
            Log.Misconfigured(logger, failure);
            await UnavailableAsync(context, "Webhooks are not configured. Deliver it again.");
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The sender left without an answer and will deliver again.
            if (!context.Response.HasStarted)
                context.Response.StatusCode = StatusCodes.Status499ClientClosedRequest;
        }
    }

    /// <returns>What to refuse it with, or null when it has been answered.</returns>
    private async Task<Refusal?> TryReceiveAsync(HttpContext context, WebhookRoute route, HubSpotWebhookOptions settings)
    {
        var request = context.Request;
        if (!request.HasJsonContentType())
            return Refusal.NotJson;
        if (request.ContentLength > WebhookBody.MaximumBytes)
            return Refusal.TooLarge;

        var now = time.GetUtcNow();
        var mayBeV2 = route.MayBeSignedWithV2 && settings.AcceptV2Signatures;
        var verdict = HubSpotSignature.ReadClaim(request.Headers, now, mayBeV2, out var claim);
        if (verdict != SignatureVerdict.Valid)
            return Unsigned(context, route, verdict);

        using var body = await WebhookBody.ReadAsync(request, unproven, context.RequestAborted);
        if (body is null)
            return Refusal.TooLarge;

        verdict = HubSpotSignature.Verify(
            claim,
            request.Method,
            SignedUri.Of(request, settings.PublicBaseUri),
            body.Bytes.Span,
            settings.ClientSecret,
            settings.PreviousClientSecret
        );
        if (verdict != SignatureVerdict.Valid)
            return Unsigned(context, route, verdict);

        body.Prove();
        SenderProof.Give(context);
        var payload = Parse(route, body.Bytes, settings, claim.SentAt ?? now);
        if (payload.Ignored + payload.Removals > 0)
            Log.NoLeads(logger, route.Name, payload.Ignored, payload.Removals);
        if (payload.Problems is [var problem, ..] problems)
            Log.PartlyUnusable(logger, route.Name, problems.Count, problem);

        var results = payload.Leads.Count == 0 ? [] : await accept(payload.Leads, context.RequestAborted);
        if (route.IsOneLead && results is [IntakeResult.Refused refused])
        {
            Log.Refused(logger, route.Name);
            return new Refusal(StatusCodes.Status400BadRequest, refused.Reason);
        }

        if (payload.News.Count > 0)
            await takeDeletions(payload.News, context.RequestAborted);
        await AnswerAsync(context, route, results);
        return null;
    }

    private static Payload Parse(WebhookRoute route, ReadOnlyMemory<byte> body, HubSpotWebhookOptions settings, DateTimeOffset sentAt)
    {
        if (body.IsEmpty)
            throw new UnusableBodyException("The body is empty; expected JSON.");

        try
        {
            // After the signature, which is over the bytes as they came.
            return route.Read(WholeJson.Of(body), settings, sentAt);
        }
        catch (JsonException notJson)
        {
            // Its own message quotes the body.
            throw new UnusableBodyException(
                FormattableString.Invariant(
                    $"The body is not usable JSON at line {notJson.LineNumber + 1}, byte {notJson.BytePositionInLine + 1} (nesting is limited to {PayloadFields.MaximumDepth})."
                )
            );
        }
    }

    private Task AnswerAsync(HttpContext context, WebhookRoute route, IReadOnlyList<IntakeResult> results)
    {
        List<LeadId> leads = new(results.Count);
        bool isNew = false,
            isRepeat = false;
        foreach (var result in results)
        {
            switch (result)
            {
                case IntakeResult.Accepted accepted:
                    isNew = true;
                    Log.Accepted(logger, accepted.LeadId, route.Name);
                    if (!leads.Contains(accepted.LeadId))
                        leads.Add(accepted.LeadId);
                    break;
                case IntakeResult.AlreadySeen seen:
                    isRepeat = true;
                    if (!leads.Contains(seen.LeadId))
                        leads.Add(seen.LeadId);
                    break;
                case IntakeResult.Refused:
                    Log.Refused(logger, route.Name);
                    break;
                default:
                    throw new UnreachableException("An intake result without an answer.");
            }
        }

        // A delivery without leads is taken, too: the sender is done with it.
        return WebhookAnswer.LeadsAsync(context, isRepeat && !isNew ? "duplicate" : "accepted", leads);
    }

    private Refusal Unsigned(HttpContext context, WebhookRoute route, SignatureVerdict verdict)
    {
        RefusedRequests.Because(context, verdict);
        Log.Unsigned(logger, route.Name, verdict);
        return Refusal.Unsigned;
    }

    private static Task UnavailableAsync(HttpContext context, string detail)
    {
        context.Response.Headers.RetryAfter = RetryAfterSeconds;
        return WebhookAnswer.ProblemAsync(context, StatusCodes.Status503ServiceUnavailable, detail);
    }

    private sealed record Refusal(int Status, string Detail)
    {
        public static readonly Refusal NotJson = new(
            StatusCodes.Status415UnsupportedMediaType,
            "The content type must be application/json."
        );

        public static readonly Refusal TooLarge = new(StatusCodes.Status413PayloadTooLarge, "The body is over 1 MiB.");

        /// <summary>One sentence for every reason: which part did not fit is for the log, not for whoever is trying.</summary>
        public static readonly Refusal Unsigned = new(StatusCodes.Status401Unauthorized, "The request has no valid HubSpot signature.");
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "Lead {LeadId} accepted ({Route}).")]
        public static partial void Accepted(ILogger logger, LeadId leadId, string route);

        [LoggerMessage(
            2,
            LogLevel.Information,
            "A webhook ({Route}) held {Ignored} events that are no leads and {Removals} deletions, restorations or merges."
        )]
        public static partial void NoLeads(ILogger logger, string route, int ignored, int removals);

        [LoggerMessage(3, LogLevel.Warning, "A webhook ({Route}) was refused: signature {Verdict}.")]
        public static partial void Unsigned(ILogger logger, string route, SignatureVerdict verdict);

        [LoggerMessage(4, LogLevel.Warning, "A signed webhook ({Route}) could not be used: {Problem}")]
        public static partial void Unusable(ILogger logger, string route, string problem);

        [LoggerMessage(5, LogLevel.Warning, "The intake refused a lead ({Route}).")]
        public static partial void Refused(ILogger logger, string route);

        [LoggerMessage(6, LogLevel.Warning, "A webhook ({Route}) broke off or was no proper HTTP: {Status}.")]
        public static partial void Broken(ILogger logger, string route, int status);

        [LoggerMessage(7, LogLevel.Error, "A webhook ({Route}) could not be stored and was answered 503.")]
        public static partial void NotStored(ILogger logger, Exception exception, string route);

        [LoggerMessage(8, LogLevel.Error, "Webhooks are answered 503: the HubSpot section is not usable since it was changed.")]
        public static partial void Misconfigured(ILogger logger, Exception exception);

        [LoggerMessage(10, LogLevel.Warning, "A webhook ({Route}) found no room and was answered 503.")]
        public static partial void NoRoom(ILogger logger, string route);

        [LoggerMessage(
            9,
            LogLevel.Warning,
            "A signed webhook ({Route}) held {Count} events that could not be used, beside others that were taken. The first: {Problem}"
        )]
        public static partial void PartlyUnusable(ILogger logger, string route, int count, string problem);
    }
}
