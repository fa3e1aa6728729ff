using System.Buffers;
using System.Diagnostics;
using System.Text.Json;
using Microsoft.AspNetCore.WebUtilities;
using SalesAgent.Core.Records;

namespace SalesAgent.Bot.Webhooks;

/// <summary>What a sender hears: 202 with the leads, or a problem (RFC 9457) in words it can act on.</summary>
internal static class WebhookAnswer
{
    /// <param name="status"><c>accepted</c> or <c>duplicate</c>.</param>
    public static Task LeadsAsync(HttpContext context, string status, IReadOnlyList<LeadId> leads)
    {
        var json = new ArrayBufferWriter<byte>(128);
        using (var writer = new Utf8JsonWriter(json))
        {
            writer.WriteStartObject();
            writer.WriteString("status"u8, status);
            writer.WriteStartArray("leadIds"u8);
            foreach (var lead in leads)
                writer.WriteStringValue(lead.Value);
            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        return WriteAsync(context, StatusCodes.Status202Accepted, "application/json", json.WrittenMemory);
    }

    /// <param name="detail">Ours, never an exception's text, and never a piece of the body.</param>
    public static Task ProblemAsync(HttpContext context, int status, string detail)
    {
        var json = new ArrayBufferWriter<byte>(256);
        using (var writer = new Utf8JsonWriter(json))
        {
            writer.WriteStartObject();
            writer.WriteString("type"u8, "about:blank"u8);
            writer.WriteString("title"u8, ReasonPhrases.GetReasonPhrase(status));
            writer.WriteNumber("status"u8, status);
            writer.WriteString("detail"u8, detail);
            writer.WriteString("traceId"u8, Activity.Current?.TraceId.ToHexString() ?? context.TraceIdentifier);
            writer.WriteEndObject();
        }

        return WriteAsync(context, status, "application/problem+json", json.WrittenMemory);
    }

    private static Task WriteAsync(HttpContext context, int status, string contentType, ReadOnlyMemory<byte> json)
    {
        var response = context.Response;
        response.StatusCode = status;
        response.ContentType = contentType;
        response.ContentLength = json.Length;
        return response.Body.WriteAsync(json, context.RequestAborted).AsTask();
    }
}
