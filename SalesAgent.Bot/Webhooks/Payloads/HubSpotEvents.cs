using System.Globalization;
using System.Text.Json;
using SalesAgent.Core.Leads;

namespace SalesAgent.Bot.Webhooks.Payloads;

/// <summary>The body of a Webhooks API delivery: an array of up to about a hundred events about any kind of object.</summary>
internal static class HubSpotEvents
{
    /// <summary>
    /// The leads among the events, each under its own key: several about one person stay several here, and the intake
    /// makes them one. Events of other portals or kinds are no error, for the sender could do nothing about them.
    /// </summary>
    public static Payload Read(ReadOnlyMemory<byte> body, HubSpotWebhookOptions options, DateTimeOffset sentAt)
    {
        var reader = new Utf8JsonReader(body.Span, new JsonReaderOptions { MaxDepth = PayloadFields.MaximumDepth });
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartArray)
            throw new UnusableBodyException("The body must be a JSON array of events.");

        List<IncomingLead> leads = [];
        int position = 0, removals = 0;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            position++;
            if (reader.TokenType != JsonTokenType.StartObject)
                throw new UnusableBodyException($"Event {position} must be a JSON object.");

            var occurrence = HubSpotEvent.Read(ref reader);
            if (occurrence.PortalId is { } portal && !options.TakesPortal(portal)) continue;
            if (occurrence.Action == ContactAction.Removal) removals++;
            else if (LeadTriggers.IsLead(occurrence, options)) leads.Add(ToLead(occurrence, position));
        }

        reader.Read(); // Throws when something follows the array.
        return new Payload(leads, position - leads.Count - removals, removals);
    }

    private static IncomingLead ToLead(in HubSpotEvent occurrence, int position)
    {
        var portal = Required(occurrence.PortalId, position, "portalId", "the portal's number");
        var contact = Required(occurrence.ObjectId, position, "objectId", "the contact's id, a positive integer");
        var milliseconds = Required(occurrence.OccurredAt, position, "occurredAt", "epoch milliseconds");
        if (!PayloadFields.TryMoment(milliseconds, out var occurredAt))
            throw new UnusableBodyException($"Event {position}: occurredAt is out of range; expected epoch milliseconds.");

        return new IncomingLead
        {
            Source = LeadSource.HubSpotEvent,
            EventKey = KeyOf(occurrence),
            OccurredAt = occurredAt,
            PortalId = portal,
            ContactId = contact.ToString(CultureInfo.InvariantCulture),
        };
    }

    /// <summary>The event id alone is not unique, by the vendor's own word; the attempt number differs between deliveries of one event.</summary>
    private static string KeyOf(in HubSpotEvent occurrence) => string.Create(
        CultureInfo.InvariantCulture,
        $"hubspot:{occurrence.PortalId}:{occurrence.Action}:{occurrence.ObjectId}:{occurrence.EventId}:{occurrence.OccurredAt}:{occurrence.PropertyName}");

    private static long Required(long? value, int position, string field, string expected) =>
        value is > 0 ? value.Value : throw new UnusableBodyException($"Event {position}: {field} is missing or unusable; expected {expected}.");
}
