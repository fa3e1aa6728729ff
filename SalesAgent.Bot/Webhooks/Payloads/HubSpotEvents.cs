using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using SalesAgent.Core.Forgetting.Deletions;
using SalesAgent.Core.Records;

namespace SalesAgent.Bot.Webhooks.Payloads;

/// <summary>The body of a Webhooks API delivery: an array of up to about a hundred events about any kind of object.</summary>
internal static class HubSpotEvents
{
    /// <summary>
    /// The leads among the events, each under its own key: several about one person stay several here, and the intake
    /// makes them one. Events of other portals or kinds are no error, for the sender could do nothing about them; nor is
    /// one that cannot be used beside others that can, because it would be refused again with every redelivery of theirs.
    /// </summary>
    public static Payload Read(ReadOnlyMemory<byte> body, HubSpotWebhookOptions options, DateTimeOffset sentAt)
    {
        var reader = new Utf8JsonReader(body.Span, new JsonReaderOptions { MaxDepth = PayloadFields.MaximumDepth });
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartArray)
            throw new UnusableBodyException("The body must be a JSON array of events.");

        List<IncomingLead> leads = [];
        List<string> problems = [];
        List<RecordNews> news = [];
        int position = 0,
            removals = 0;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            position++;
            if (reader.TokenType != JsonTokenType.StartObject)
            {
                problems.Add($"Event {position} must be a JSON object.");
                reader.Skip();
                continue;
            }

            var occurrence = HubSpotEvent.Read(ref reader);
            if (occurrence.PortalId is { } portal && !options.TakesPortal(portal))
                continue;
            if (occurrence.Kind is { } kind)
            {
                removals++;
                news.AddRange(NewsOf(occurrence, kind));
            }
            else if (LeadTriggers.IsLead(occurrence, options))
            {
                if (ProblemOf(occurrence) is { } problem)
                    problems.Add($"Event {position}: {problem}");
                else
                    leads.Add(ToLead(occurrence));
            }
        }

        reader.Read(); // Throws when something follows the array.
        if (leads.Count == 0 && problems is [var first, ..])
            throw new UnusableBodyException(first);
        return new Payload(leads, position - leads.Count - removals - problems.Count, removals, problems) { News = news };
    }

    /// <summary>What keeps it from being a lead, or null.</summary>
    private static string? ProblemOf(in HubSpotEvent occurrence) =>
        occurrence switch
        {
            { PortalId: not > 0 } => "portalId is missing or unusable; expected the portal's number.",
            { ObjectId: not > 0 } => "objectId is missing or unusable; expected the contact's id, a positive integer.",
            { OccurredAt: not > 0 } => "occurredAt is missing or unusable; expected epoch milliseconds.",
            { OccurredAt: { } milliseconds } when !PayloadFields.TryMoment(milliseconds, out _) =>
                "occurredAt is out of range; expected epoch milliseconds.",
            _ => null,
        };

    private static IncomingLead ToLead(in HubSpotEvent occurrence) =>
        new()
        {
            Source = LeadSource.HubSpotEvent,
            EventKey = KeyOf(occurrence),
            OccurredAt = DateTimeOffset.FromUnixTimeMilliseconds(occurrence.OccurredAt!.Value),
            PortalId = occurrence.PortalId!.Value,
            ContactId = occurrence.ObjectId!.Value.ToString(CultureInfo.InvariantCulture),
            BookedMeeting = string.Equals(occurrence.ChangeSource, "MEETINGS", StringComparison.OrdinalIgnoreCase),
        };

    /// <summary>Nothing when it does not name what it is about: it would be no better the next time.</summary>
    private static IEnumerable<RecordNews> NewsOf(HubSpotEvent occurrence, RecordKind kind)
    {
        if (occurrence.PortalId is not (> 0 and var portal))
            return [];

        DateTimeOffset? at =
            occurrence.OccurredAt is { } milliseconds && PayloadFields.TryMoment(milliseconds, out var moment) ? moment : null;
        if (occurrence.Action is ContactAction.Merge)
        {
            // The survivor may have a new id; then all that went into it are gone, the primary one as well.
            long?[] named = [occurrence.PrimaryObjectId ?? occurrence.ObjectId, .. occurrence.MergedObjectIds ?? []];
            return (occurrence.NewObjectId ?? named[0]) is > 0 and var into
                ? named
                    .Where(id => id is > 0 && id != into)
                    .Distinct()
                    .Select(id => new RecordNews.Merged(portal, kind, id!.Value, into, at))
                : [];
        }

        return occurrence.ObjectId is not (> 0 and var id)
            ? []
            :
            [
                occurrence.Action switch
                {
                    ContactAction.Deletion => new RecordNews.Deleted(portal, kind, id, at),
                    ContactAction.Restoration => new RecordNews.Restored(portal, kind, id, at),
                    ContactAction.PrivacyDeletion => new RecordNews.Erased(portal, id, at),
                    _ => throw new UnreachableException("News without a rule."),
                },
            ];
    }

    /// <summary>
    /// The event id alone is not unique, by the vendor's own word; the attempt number differs between deliveries of one event.
    /// </summary>
    private static string KeyOf(in HubSpotEvent occurrence) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"hubspot:{occurrence.PortalId}:{occurrence.Action}:{occurrence.ObjectId}:{occurrence.EventId}:{occurrence.OccurredAt}:{occurrence.PropertyName}"
        );
}
