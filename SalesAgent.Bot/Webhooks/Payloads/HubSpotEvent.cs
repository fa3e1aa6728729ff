using System.Buffers.Text;
using System.Text.Json;
using SalesAgent.Core.Forgetting.Deletions;

namespace SalesAgent.Bot.Webhooks.Payloads;

/// <summary>What happened to a contact, or to a company as far as that is of interest.</summary>
internal enum ContactAction
{
    /// <summary>Nothing of interest, or not a contact.</summary>
    Other,

    Creation,
    PropertyChange,

    /// <summary>Put into the recycling bin.</summary>
    Deletion,

    /// <summary>Erased for good; HubSpot sends a deletion as well, in any order.</summary>
    PrivacyDeletion,

    /// <summary>Taken out of the recycling bin.</summary>
    Restoration,

    /// <summary>Merged into another.</summary>
    Merge,
}

/// <summary>
/// One element of a Webhooks API delivery, in either of the shapes that may arrive at one address: classic
/// (<c>contact.creation</c>) and generic (<c>object.creation</c> with <c>objectTypeId</c> 0-1). What is missing or of
/// another type than documented is null; whether that matters depends on the action.
/// </summary>
internal readonly record struct HubSpotEvent
{
    /// <summary>Longer words than this are in none of our lists.</summary>
    private const int WordBytes = 200;

    public long? EventId { get; init; }
    public long? PortalId { get; init; }
    public long? AppId { get; init; }
    public long? ObjectId { get; init; }

    /// <summary>Epoch milliseconds.</summary>
    public long? OccurredAt { get; init; }

    public ContactAction Action { get; init; }

    /// <summary>What was merged, deleted, restored or erased; null when it is about something else.</summary>
    public RecordKind? Kind { get; init; }

    /// <summary>Of a merge: the record that the others went into, and became <see cref="NewObjectId"/> with if there is one.</summary>
    public long? PrimaryObjectId { get; init; }
    public long? NewObjectId { get; init; }
    public IReadOnlyList<long?>? MergedObjectIds { get; init; }
    public string? PropertyName { get; init; }
    public string? PropertyValue { get; init; }
    public string? ChangeSource { get; init; }

    /// <summary>The app that did it, when <c>sourceId</c> is a bare number and not, say, <c>userId:1</c>.</summary>
    public long? SourceId { get; init; }

    /// <param name="reader">On the object's start; afterwards on its end.</param>
    public static HubSpotEvent Read(ref Utf8JsonReader reader)
    {
        var occurrence = default(HubSpotEvent);
        string? subscription = null,
            objectType = null;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            // With a repeated name the last one counts, as in most JSON readers.
            if (reader.ValueTextEquals("eventId"u8))
                occurrence = occurrence with { EventId = Number(ref reader) };
            else if (reader.ValueTextEquals("portalId"u8))
                occurrence = occurrence with { PortalId = Number(ref reader) };
            else if (reader.ValueTextEquals("appId"u8))
                occurrence = occurrence with { AppId = Number(ref reader) };
            else if (reader.ValueTextEquals("objectId"u8))
                occurrence = occurrence with { ObjectId = Number(ref reader) };
            else if (reader.ValueTextEquals("primaryObjectId"u8))
                occurrence = occurrence with { PrimaryObjectId = Number(ref reader) };
            else if (reader.ValueTextEquals("newObjectId"u8))
                occurrence = occurrence with { NewObjectId = Number(ref reader) is > 0 and var id ? id : null };
            else if (reader.ValueTextEquals("mergedObjectIds"u8))
                occurrence = occurrence with { MergedObjectIds = Numbers(ref reader) };
            else if (reader.ValueTextEquals("occurredAt"u8))
                occurrence = occurrence with { OccurredAt = Number(ref reader) };
            else if (reader.ValueTextEquals("sourceId"u8))
                occurrence = occurrence with { SourceId = Number(ref reader) };
            else if (reader.ValueTextEquals("propertyName"u8))
                occurrence = occurrence with { PropertyName = Word(ref reader) };
            else if (reader.ValueTextEquals("propertyValue"u8))
                occurrence = occurrence with { PropertyValue = Word(ref reader) };
            else if (reader.ValueTextEquals("changeSource"u8))
                occurrence = occurrence with { ChangeSource = Word(ref reader) };
            else if (reader.ValueTextEquals("subscriptionType"u8))
                subscription = Word(ref reader);
            else if (reader.ValueTextEquals("objectTypeId"u8))
                objectType = Word(ref reader);
            else
                Pass(ref reader);
        }

        var (action, kind) = ActionOf(subscription, objectType);
        return occurrence with { Action = action, Kind = kind };
    }

    private static (ContactAction, RecordKind?) ActionOf(string? subscription, string? objectType)
    {
        if (subscription?.IndexOf('.', StringComparison.Ordinal) is not (> 0 and var dot))
            return (ContactAction.Other, null);

        var named = subscription.AsSpan(0, dot);
        if (named.Equals("object", StringComparison.OrdinalIgnoreCase))
            named = objectType;
        if (KindOf(named) is not { } kind)
            return (ContactAction.Other, null);

        var action = subscription.AsSpan(dot + 1) switch
        {
            "creation" => ContactAction.Creation,
            "propertyChange" => ContactAction.PropertyChange,
            "deletion" => ContactAction.Deletion,
            "privacyDeletion" => ContactAction.PrivacyDeletion,
            "restore" => ContactAction.Restoration,
            "merge" => ContactAction.Merge,
            _ => ContactAction.Other,
        };
        return (action, kind) switch
        {
            (ContactAction.Deletion or ContactAction.Restoration or ContactAction.Merge, _) => (action, kind),
            (ContactAction.PrivacyDeletion, RecordKind.Contact) => (action, kind),
            (_, RecordKind.Contact) => (action, null),
            _ => (ContactAction.Other, null),
        };
    }

    /// <summary>By the name of classic events, or by the type of generic ones.</summary>
    private static RecordKind? KindOf(ReadOnlySpan<char> name) =>
        name is "0-1" || name.Equals("contact", StringComparison.OrdinalIgnoreCase) ? RecordKind.Contact
        : name is "0-2" || name.Equals("company", StringComparison.OrdinalIgnoreCase) ? RecordKind.Company
        : null;

    /// <summary>An array of ids, or one id.</summary>
    private static List<long?> Numbers(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType is not JsonTokenType.StartArray)
        {
            reader.Skip();
            return [NumberOf(reader)];
        }

        var numbers = new List<long?>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            reader.Skip();
            numbers.Add(NumberOf(reader));
        }

        return numbers;
    }

    /// <summary>Ids reach beyond 2^53, so never through a double; digits in quotes are taken too.</summary>
    private static long? Number(ref Utf8JsonReader reader)
    {
        Pass(ref reader);
        return NumberOf(reader);
    }

    private static long? NumberOf(in Utf8JsonReader reader) =>
        reader.TokenType switch
        {
            JsonTokenType.Number when reader.TryGetInt64(out var number) => number,
            JsonTokenType.String
                when Utf8Parser.TryParse(reader.ValueSpan, out long number, out var read) && read == reader.ValueSpan.Length => number,
            _ => null,
        };

    private static string? Word(ref Utf8JsonReader reader)
    {
        Pass(ref reader);
        if (reader.TokenType != JsonTokenType.String || reader.ValueSpan.Length > WordBytes)
            return null;

        try
        {
            return reader.GetString();
        }
        catch (InvalidOperationException)
        {
            return null; // Half a surrogate pair: no word of ours, and no reason to lose the other 99 events.
        }
    }

    /// <summary>From a name onto its value, over the whole of it when it has parts.</summary>
    private static void Pass(ref Utf8JsonReader reader)
    {
        reader.Read();
        reader.Skip();
    }
}
