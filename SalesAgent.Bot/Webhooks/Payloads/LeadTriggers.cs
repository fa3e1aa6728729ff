using System.Diagnostics;

namespace SalesAgent.Bot.Webhooks.Payloads;

/// <summary>
/// Which contact events are leads. A person filling in a form is one; an import, another integration, or a colleague
/// tidying up records is not: ten thousand imported contacts must not become ten thousand drafts.
/// </summary>
internal static class LeadTriggers
{
    private const string Form = "FORM";
    private const string Integration = "INTEGRATION";

    /// <summary>
    /// Stages and states count only where someone became a lead: a contact that becomes a customer wants no first mail.
    /// </summary>
    public static readonly IReadOnlyList<string> DefaultProperties =
    [
        "lifecyclestage=lead",
        "lifecyclestage=marketingqualifiedlead",
        "lifecyclestage=salesqualifiedlead",
        "hs_lead_status=NEW",
        "hs_lead_status=OPEN",
        "recent_conversion_date",
        "recent_conversion_event_name",
        "num_conversion_events",
        "message",
    ];

    /// <summary>
    /// Forms, chats and meeting pages, and what HubSpot itself does as a consequence (workflows, calculated properties,
    /// the unspecific CRM). Not here: CRM_UI and CRM_UI_BULK_ACTION (a colleague), IMPORT, API, INTEGRATION,
    /// MERGE_OBJECTS, … The vendor's list is open, so what is not named does not count.
    /// </summary>
    public static readonly IReadOnlyList<string> DefaultSources =
    [
        Form,
        "CONVERSATIONS",
        "MEETINGS",
        "AUTOMATION_PLATFORM",
        "AUTOMATION_JOURNEY",
        "WORKFLOWS",
        "CALCULATED",
        "CRM",
    ];

    public static bool IsLead(in HubSpotEvent occurrence, HubSpotWebhookOptions options)
    {
        if (IsOurOwnDoing(occurrence))
            return false;

        return occurrence.Action switch
        {
            ContactAction.Creation => options.AnyCreation || IsSame(occurrence.ChangeSource, Form),
            ContactAction.PropertyChange => Names(options.TriggerSources ?? DefaultSources, occurrence.ChangeSource)
                && IsTrigger(options.TriggerProperties ?? DefaultProperties, occurrence.PropertyName, occurrence.PropertyValue),
            ContactAction.Deletion
            or ContactAction.PrivacyDeletion
            or ContactAction.Restoration
            or ContactAction.Merge
            or ContactAction.Other => false,
            _ => throw new UnreachableException("A contact action without a rule."),
        };
    }

    /// <summary>
    /// Our writes come back as events: without this the agent would answer itself. An integration without a name may be us.
    /// </summary>
    private static bool IsOurOwnDoing(in HubSpotEvent occurrence) =>
        (occurrence.SourceId is { } source && source == occurrence.AppId)
        || (IsSame(occurrence.ChangeSource, Integration) && occurrence.SourceId is null);

    private static bool Names(IReadOnlyList<string> words, string? word)
    {
        for (var i = 0; i < words.Count; i++)
        {
            if (IsSame(word, words[i]))
                return true;
        }

        return false;
    }

    private static bool IsTrigger(IReadOnlyList<string> triggers, string? name, string? value)
    {
        for (var i = 0; i < triggers.Count; i++)
        {
            var trigger = triggers[i].AsSpan();
            var equals = trigger.IndexOf('=');
            if (equals < 0 ? IsSame(name, trigger) : IsSame(name, trigger[..equals]) && IsSame(value, trigger[(equals + 1)..]))
                return true;
        }

        return false;
    }

    private static bool IsSame(ReadOnlySpan<char> one, ReadOnlySpan<char> other) => one.Equals(other, StringComparison.OrdinalIgnoreCase);
}
