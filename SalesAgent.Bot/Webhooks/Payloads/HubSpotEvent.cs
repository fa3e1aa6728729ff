using System.Buffers.Text;
using System.Text.Json;

namespace SalesAgent.Bot.Webhooks.Payloads;

/// <summary>What happened to a contact.</summary>
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

        return occurrence with
        {
            Action = ActionOf(subscription, objectType),
        };
    }

    private static ContactAction ActionOf(string? subscription, string? objectType)
    {
        const string GenericPrefix = "object.";
        const string ContactPrefix = "contact.";
        const string ContactType = "0-1";

        var isGeneric = subscription?.StartsWith(GenericPrefix, StringComparison.OrdinalIgnoreCase) == true;
        if (isGeneric && objectType != ContactType)
            return ContactAction.Other;
        if (!isGeneric && subscription?.StartsWith(ContactPrefix, StringComparison.OrdinalIgnoreCase) != true)
            return ContactAction.Other;

        return subscription.AsSpan(isGeneric ? GenericPrefix.Length : ContactPrefix.Length) switch
        {
            "creation" => ContactAction.Creation,
            "propertyChange" => ContactAction.PropertyChange,
            "deletion" => ContactAction.Deletion,
            "privacyDeletion" => ContactAction.PrivacyDeletion,
            "merge" => ContactAction.Merge,
            _ => ContactAction.Other,
        };
    }

    /// <summary>Ids reach beyond 2^53, so never through a double; digits in quotes are taken too.</summary>
    private static long? Number(ref Utf8JsonReader reader)
    {
        Pass(ref reader);
        return reader.TokenType switch
        {
            JsonTokenType.Number when reader.TryGetInt64(out var number) => number,
            JsonTokenType.String
                when Utf8Parser.TryParse(reader.ValueSpan, out long number, out var read) && read == reader.ValueSpan.Length => number,
            _ => null,
        };
    }

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
