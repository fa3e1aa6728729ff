using System.Text.Json;

namespace SalesAgent.Core.Connectors;

/// <summary>
/// The identifiers in a vendor's error body. Their sentences are dropped here: they quote addresses and mail.
/// Every field is optional, and the body may be HTML or empty (an edge proxy answered).
/// </summary>
/// <param name="Code">HubSpot category, or Google's reason.</param>
/// <param name="CorrelationId">HubSpot's id of the call.</param>
/// <param name="Policy">HubSpot: which rate limit was hit.</param>
internal sealed record VendorError(string? Code, string? CorrelationId = null, string? Policy = null)
{
    private static readonly VendorError None = new((string?)null);

    public static async Task<VendorError> ReadAsync(HttpContent content, CancellationToken cancellationToken)
    {
        try
        {
            using var json = await JsonDocument.ParseAsync(
                await content.ReadAsStreamAsync(cancellationToken),
                cancellationToken: cancellationToken
            );
            return Read(json.RootElement);
        }
        catch (JsonException)
        {
            return None;
        }
    }

    private static VendorError Read(JsonElement root)
    {
        if (root.ValueKind is not JsonValueKind.Object)
            return None;
        if (root.TryGetProperty("error", out var google))
            return new VendorError(GoogleReason(google));
        return new VendorError(Word(root, "category") ?? Word(root, "errorType"), Word(root, "correlationId"), Word(root, "policyName"));
    }

    // {"error":{"errors":[{"reason"}],"details":[{"reason"}],"status"}}, or {"error":"invalid_grant"} from the token endpoint.
    private static string? GoogleReason(JsonElement error)
    {
        if (error.ValueKind is JsonValueKind.String)
            return Bare(error.GetString());
        if (error.ValueKind is not JsonValueKind.Object)
            return null;
        return FirstReason(error, "errors") ?? FirstReason(error, "details") ?? Word(error, "status");
    }

    private static string? FirstReason(JsonElement error, string list)
    {
        if (error.TryGetProperty(list, out var items) && items.ValueKind is JsonValueKind.Array)
        {
            foreach (var item in items.EnumerateArray())
            {
                if (item.ValueKind is JsonValueKind.Object && Word(item, "reason") is { } reason)
                    return reason;
            }
        }

        return null;
    }

    private static string? Word(JsonElement item, string name) =>
        item.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.String ? Bare(value.GetString()) : null;

    // An identifier and nothing else, so that no sentence or address can travel in it.
    private static string? Bare(string? text) =>
        text is { Length: > 0 and <= 64 } && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '.') ? text : null;
}
