using System.Net;
using System.Text.Json;
using SalesAgent.Core.Texts;

namespace SalesAgent.Bot.Protocol;

/// <summary>
/// What an error body says, in whichever of its shapes: <c>{"error":{"code":…}}</c>, <c>{"error":"…"}</c>,
/// <c>{"errorCode":209,"message":"{…json…}"}</c>, or none at all.
/// </summary>
/// <remarks>Only single words and numbers are taken: a body may quote the message or name a person, and codes end up in logs.</remarks>
internal readonly record struct ErrorResponse(string? Code, string? SubCode)
{
    private const int LongestCode = 64;

    public static ErrorResponse Parse(ReadOnlyMemory<byte> body)
    {
        if (body.IsEmpty)
            return default;
        try
        {
            using var document = JsonDocument.Parse(body);
            return Read(document.RootElement);
        }
        catch (Exception unreadable) when (unreadable is JsonException or InvalidOperationException)
        {
            return default;
        }
    }

    /// <summary>The kind of failure that an answer of <paramref name="status"/> is.</summary>
    /// <param name="mayRepeat">True for GET, PUT and DELETE; a POST that met a server error may have been carried out.</param>
    public ConnectorFailure KindFor(HttpStatusCode status, bool mayRepeat) =>
        (int)status switch
        {
            >= 400 and < 500 when Code is "MessageSizeTooBig" => ConnectorFailure.TooBig,
            401 => ConnectorFailure.Unauthorized,
            403 => Forbidden(),
            404 => ConnectorFailure.NotFound,
            408 or 502 or 503 or 504 => mayRepeat ? ConnectorFailure.Transient : ConnectorFailure.OutcomeUnknown,
            412 => ConnectorFailure.Precondition,
            413 => ConnectorFailure.TooBig,
            429 => ConnectorFailure.Throttled,
            >= 400 and < 500 => ConnectorFailure.BadRequest,
            >= 500 => mayRepeat ? ConnectorFailure.ServerError : ConnectorFailure.OutcomeUnknown,
            _ => ConnectorFailure.UnexpectedReply,
        };

    private ConnectorFailure Forbidden() =>
        (Code, SubCode) switch
        {
            ("BotNotInConversationRoster", _) => ConnectorFailure.NotInRoster,
            ("BotDisabledByAdmin" or "ConversationBlockedByUser" or "MessageWritesBlocked", _) => ConnectorFailure.Blocked,
            (_, "MessageWritesBlocked") => ConnectorFailure.Blocked,
            ("InvalidBotApiHost", _) => ConnectorFailure.WrongHost,
            _ => ConnectorFailure.Forbidden,
        };

    private static ErrorResponse Read(JsonElement root)
    {
        if (root.ValueKind is not JsonValueKind.Object)
            return default;
        if (!root.TryGetProperty("error", out var error))
            return new(Word(root, "errorCode") ?? Word(root, "code"), SubCodeInside(root));
        return error.ValueKind is JsonValueKind.Object ? new(Word(error, "code"), SubCodeInside(error)) : new(Word(error), null);
    }

    private static string? SubCodeInside(JsonElement holder)
    {
        if (!holder.TryGetProperty("message", out var message) || message.ValueKind is not JsonValueKind.String)
            return null;
        var text = message.GetString()!;
        if (!text.AsSpan().TrimStart().StartsWith("{"))
            return null;
        try
        {
            using var inner = JsonDocument.Parse(WholeJson.Of(text));
            return Word(inner.RootElement, "subCode");
        }
        catch (Exception unreadable) when (unreadable is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private static string? Word(JsonElement holder, string name) => holder.TryGetProperty(name, out var value) ? Word(value) : null;

    private static string? Word(JsonElement value) =>
        value.ValueKind switch
        {
            JsonValueKind.Number => value.GetRawText() is { Length: <= LongestCode } digits ? digits : null,
            JsonValueKind.String => CodeWord(value.GetString()),
            _ => null,
        };

    /// <summary>The text if it is one plain word (or the one code that is documented with a blank), else null.</summary>
    internal static string? CodeWord(string? text) =>
        text switch
        {
            null or "" or { Length: > LongestCode } => null,
            "Bad Argument" => text,
            _ => text.All(static c => char.IsAsciiLetterOrDigit(c) || c is '_') ? text : null,
        };
}
