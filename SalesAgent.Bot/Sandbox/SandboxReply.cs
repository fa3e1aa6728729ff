using System.Text.Json.Nodes;

namespace SalesAgent.Bot.Sandbox;

/// <summary>What the bot answered to something the sandbox sent.</summary>
internal sealed record SandboxReply(int Status, string Body)
{
    /// <summary>The body as JSON, or null when it is empty.</summary>
    public JsonNode? Json => Body.Length == 0 ? null : JsonNode.Parse(Body);
}
