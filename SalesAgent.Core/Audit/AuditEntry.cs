using System.Text.Json;
using System.Text.Json.Serialization;

namespace SalesAgent.Core.Audit;

/// <summary>One stored line of the audit table. Fields in this order and under these names are what its hash covers.</summary>
public sealed record AuditEntry
{
    [JsonPropertyName("event_id")]
    public required string EventId { get; init; }

    [JsonPropertyName("timestamp")]
    public required DateTimeOffset Timestamp { get; init; }

    [JsonPropertyName("event_type")]
    public required AuditEventType EventType { get; init; }

    [JsonPropertyName("actor")]
    public required string Actor { get; init; }

    [JsonPropertyName("resource")]
    public required string Resource { get; init; }

    [JsonPropertyName("action")]
    public required string Action { get; init; }

    [JsonPropertyName("status")]
    public required AuditStatus Status { get; init; }

    /// <summary>Sealed with the key of its chain (AES-256-GCM, base64), or null.</summary>
    [JsonPropertyName("details")]
    public string? Details { get; init; }

    [JsonPropertyName("metadata")]
    public required SortedDictionary<string, string> Metadata { get; init; }

    /// <summary>1 for the first of its chain, without gaps.</summary>
    [JsonPropertyName("sequence")]
    public required int Sequence { get; init; }

    /// <summary>Hash of the entry before, lower-case hex; 64 zeros for the first.</summary>
    [JsonPropertyName("previous_hash")]
    public required string PreviousHash { get; init; }

    /// <summary>Null when the text is no entry (any more).</summary>
    internal static AuditEntry? TryRead(string body)
    {
        try
        {
            return JsonSerializer.Deserialize(body, AuditJson.Default.AuditEntry);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
