using System.Text.Json.Nodes;

namespace SalesAgent.Tests.Sandbox;

/// <summary>An answer of the sandbox as it came over the wire.</summary>
internal sealed record WireReply(int Status, string Body, IReadOnlyDictionary<string, string> Headers)
{
    public JsonNode Json => JsonNode.Parse(Body)!;

    public string? Text(params string[] path)
    {
        JsonNode? node = Json;
        foreach (var step in path)
            node = int.TryParse(step, out var index) ? node?[index] : node?[step];
        return node?.ToString();
    }
}
