using System.Text.Json.Nodes;

namespace SalesAgent.Bot.Protocol;

/// <summary>
/// Answers to <c>adaptiveCard/action</c>. HTTP says 200 whenever this process ran, the outcome stands in the body;
/// clients show their own words for anything else.
/// </summary>
public static class AdaptiveCardInvokeResponse
{
    /// <summary>Replaces the card, for the person who clicked and nobody else.</summary>
    public static InvokeResponse Card(JsonNode card) =>
        Of(200, Attachment.AdaptiveCardType, card.Parent is null ? card : card.DeepClone());

    /// <summary>A short notice; the card stays. The right way to explain a refusal.</summary>
    /// <exception cref="ArgumentException">No text: Teams would take that for a failure and repeat the invoke.</exception>
    public static InvokeResponse Message(string text)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(text);
        return Of(200, "application/vnd.microsoft.activity.message", text);
    }

    /// <summary>Something went wrong. Clients do not reliably show <paramref name="message"/>.</summary>
    /// <param name="statusCode">400: the invoke was no good; 500: we were not.</param>
    public static InvokeResponse Error(string code, string message, int statusCode = 400) => Of(
        statusCode,
        "application/vnd.microsoft.error",
        new JsonObject { ["code"] = code, ["message"] = message });

    private static InvokeResponse Of(int statusCode, string type, JsonNode value) =>
        new(200, new JsonObject { ["statusCode"] = statusCode, ["type"] = type, ["value"] = value });
}
