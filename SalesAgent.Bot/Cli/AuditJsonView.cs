using System.Text.Json;
using System.Text.Json.Nodes;
using SalesAgent.Core.Audit;
using SalesAgent.Core.Evidence;

namespace SalesAgent.Bot.Cli;

/// <summary>Audit entries as commands print them: under their stored names, details with the seal opened.</summary>
internal static class AuditJsonView
{
    public static JsonSerializerOptions Indented { get; } =
        new()
        {
            WriteIndented = true,
            Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
            TypeInfoResolver = AuditJson.Default,
        };

    public static JsonObject Of(LeadStory story) =>
        new()
        {
            ["lead"] = story.Id.Value,
            ["status"] = story.Status,
            ["chain"] = story.Fault ?? "whole",
            ["entries"] = Entries(story),
        };

    public static JsonArray Entries(LeadStory story) => new([.. story.Lines.Select(line => Of(line.Entry, line.Details))]);

    public static string NameOf(AuditEntry entry) =>
        JsonSerializer.SerializeToNode(entry.EventType, AuditJson.Default.AuditEventType)!.GetValue<string>();

    /// <param name="details">With the seal opened.</param>
    public static JsonObject Of(AuditEntry entry, string? details)
    {
        var node = JsonSerializer.SerializeToNode(entry, AuditJson.Default.AuditEntry)!.AsObject();
        node["details"] = details;
        return node;
    }
}
