using System.Text.Json.Nodes;
using Microsoft.Bot.Schema;
using Newtonsoft.Json.Linq;

namespace SalesAgent.Bot.Protocol;

/// <summary>
/// Answers to <c>adaptiveCard/action</c>. HTTP says 200 whenever this process ran, the outcome stands in the body;
/// clients show their own words for anything else.
/// </summary>
public static class CardAnswer
{
    public const string CardType = "application/vnd.microsoft.card.adaptive";
    public const string ErrorType = "application/vnd.microsoft.error";

    /// <summary>Replaces the card, for the person who clicked and nobody else.</summary>
    public static AdaptiveCardInvokeResponse Card(JsonNode card) => Of(200, CardType, Raw(card));

    /// <summary>A short notice; the card stays. The right way to explain a refusal.</summary>
    /// <exception cref="ArgumentException">No text: Teams would take that for a failure and repeat the invoke.</exception>
    public static AdaptiveCardInvokeResponse Message(string text)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(text);
        return Of(200, "application/vnd.microsoft.activity.message", text);
    }

    /// <summary>Something went wrong. Clients do not reliably show <paramref name="message"/>.</summary>
    /// <param name="statusCode">400: the invoke was no good; 500: we were not.</param>
    public static AdaptiveCardInvokeResponse Error(string code, string message, int statusCode = 400) =>
        Of(statusCode, ErrorType, new Error(code, message));

    /// <summary>Card JSON as it is: the SDK's serialiser would take a JsonNode for a list.</summary>
    public static object Raw(JsonNode json) => new JRaw(json.ToJsonString());

    private static AdaptiveCardInvokeResponse Of(int statusCode, string type, object value) =>
        new()
        {
            StatusCode = statusCode,
            Type = type,
            Value = value,
        };
}
