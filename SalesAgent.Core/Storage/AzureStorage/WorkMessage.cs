using System.Text.Json;
using System.Text.Json.Serialization;
using SalesAgent.Core.Work;

namespace SalesAgent.Core.Storage.AzureStorage;

/// <summary>An item as it lies in the queue, and, with the last two set, as it is kept once it is buried.</summary>
/// <param name="Id">Ours: Azure gives an item another one each time it is put on the queue.</param>
/// <param name="Attempts">How often it had been handed out when this was written; the queue counts on from there.</param>
/// <param name="Urgent">Which queue it belongs to; null, as before there were two: the one for what nobody waits for.</param>
/// <param name="Retry">See <see cref="WorkItem.Retry"/>.</param>
internal sealed record WorkMessage(
    string Id,
    string Kind,
    string Subject,
    string? Argument,
    int Attempts,
    DateTimeOffset EnqueuedAt,
    DateTimeOffset? BuriedAt = null,
    string? BuriedBecause = null,
    bool? Urgent = null,
    string? Retry = null
)
{
    /// <summary>
    /// What somebody else put on the queue becomes an item of this kind: nothing here does it, so it is buried and can be looked at.
    /// </summary>
    private const string UnreadableKind = "unreadable";

    [JsonIgnore]
    public WorkItem Item => new(Kind, Subject, Argument) { IsUrgent = Urgent is true, Retry = Retry };

    public static WorkMessage Of(LeasedWork work, int attempts) =>
        new(
            work.Id,
            work.Item.Kind,
            work.Item.Subject,
            work.Item.Argument,
            attempts,
            work.EnqueuedAt,
            Urgent: UrgencyOf(work.Item),
            Retry: work.Item.Retry
        );

    public static bool? UrgencyOf(WorkItem item) => item.IsUrgent ? true : null;

    public string Write() => JsonSerializer.Serialize(this, AzureStorageJson.Default.WorkMessage);

    /// <param name="messageId">Stands for what cannot be read.</param>
    public static WorkMessage Read(string text, string messageId, DateTimeOffset now)
    {
        try
        {
            if (
                JsonSerializer.Deserialize(text, AzureStorageJson.Default.WorkMessage) is
                { Id.Length: > 0, Kind.Length: > 0, Subject.Length: > 0 } message
            )
            {
                return message;
            }
        }
        catch (JsonException) { }

        return new WorkMessage(
            Guid.TryParse(messageId, out var id) ? id.ToString("N") : Guid.NewGuid().ToString("N"),
            UnreadableKind,
            messageId,
            null,
            0,
            now
        );
    }

    /// <param name="dequeued">How often Azure has handed it out.</param>
    /// <param name="visibleAt">When it can be received next.</param>
    public QueuedWork AsQueued(int dequeued, DateTimeOffset visibleAt) =>
        new(Id, Item, Attempts + dequeued, EnqueuedAt, visibleAt, BuriedBecause) { BuriedAt = BuriedAt };
}

[JsonSerializable(typeof(WorkMessage))]
[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
internal sealed partial class AzureStorageJson : JsonSerializerContext;
