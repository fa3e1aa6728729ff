using System.Text.Json;
using System.Text.Json.Nodes;
using SalesAgent.Core.Audit;

namespace SalesAgent.Bot.Cli;

/// <summary>Audit entries as commands print them: under their stored names, details with the seal opened.</summary>
internal static class AuditJsonView
{
    public static JsonSerializerOptions Indented { get; } = new()
    {
        WriteIndented = true,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        TypeInfoResolver = AuditJson.Default,
    };

    public static JsonObject Of(LeadStory story) => new()
    {
        ["lead"] = story.State.Lead.Id,
        ["status"] = story.State.Run.Status,
        ["chain"] = story.Fault ?? "whole",
        ["entries"] = Entries(story),
    };

    public static JsonArray Entries(LeadStory story) => new([.. story.Lines.Select(Of)]);

    public static string NameOf(AuditEntry entry) => JsonSerializer.SerializeToNode(entry.EventType, AuditJson.Default.AuditEventType)!.GetValue<string>();

    private static JsonNode Of(LeadStory.Line line)
    {
        var node = JsonSerializer.SerializeToNode(line.Entry, AuditJson.Default.AuditEntry)!.AsObject();
        node["details"] = line.Details;
        return node;
    }
}
