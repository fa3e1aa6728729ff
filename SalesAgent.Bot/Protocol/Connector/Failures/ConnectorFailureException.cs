using System.Net;
using System.Net.Http.Headers;

namespace SalesAgent.Bot.Protocol;

/// <summary>A call to the connector, or to the login authority for its token, that failed.</summary>
/// <remarks>
/// The message names the operation, the codes and the connector's own operation id; never a body, an address or a person.
/// </remarks>
internal sealed class ConnectorFailureException(ConnectorFailure kind, string operation, Exception? innerException = null)
    : Exception(null, innerException)
{
    private const int LongestOperationId = 128;

    public ConnectorFailure Kind { get; } = kind;

    /// <summary>What was being done, in words: "Updating an activity".</summary>
    public string Operation { get; } = operation;

    /// <summary>The answer's status; null when there was no answer.</summary>
    public HttpStatusCode? HttpStatus { get; init; }

    /// <summary>
    /// The error's code as sent (<c>BotNotInConversationRoster</c>, <c>209</c>, <c>invalid_client</c>); null when there was none.
    /// </summary>
    public string? Code { get; init; }

    /// <summary>A finer code inside the message (<c>MessageWritesBlocked</c>, <c>AADSTS7000215</c>); null when there was none.</summary>
    public string? SubCode { get; init; }

    /// <summary>How long the other side asks to wait; null when it does not say.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Microsoft's id of the call (<c>X-Correlating-OperationId</c> or <c>MS-CV</c>), for a support case.</summary>
    public string? OperationId { get; init; }

    /// <summary>What to do about it, where that is known.</summary>
    public string? Advice { get; init; }

    /// <summary>The operation id among an answer's headers, if it is a plain token; null otherwise.</summary>
    public static string? OperationIdOf(HttpResponseHeaders headers)
    {
        foreach (var name in (ReadOnlySpan<string>)["X-Correlating-OperationId", "MS-CV"])
        {
            if (
                headers.TryGetValues(name, out var values)
                && values.First() is { Length: > 0 and <= LongestOperationId } id
                && id.All(static c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.' or '/' or '+' or '=' or '_')
            )
            {
                return id;
            }
        }
        return null;
    }

    public override string Message
    {
        get
        {
            string?[] facts =
            [
                Kind.ToString(),
                HttpStatus is { } status ? $"HTTP {(int)status}" : null,
                Code is null ? null : $"code {Code}",
                SubCode is null ? null : $"sub-code {SubCode}",
                OperationId is null ? null : $"operation {OperationId}",
            ];
            var text = $"{Operation} failed: {string.Join(", ", facts.Where(fact => fact is not null))}.";
            return Advice is null ? text : $"{text} {Advice}";
        }
    }
}
