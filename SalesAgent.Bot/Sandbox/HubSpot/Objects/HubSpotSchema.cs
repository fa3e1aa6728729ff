namespace SalesAgent.Bot.Sandbox.HubSpot.Objects;

/// <summary>What a fresh portal knows: object types, their properties, and the association types between them.</summary>
internal static class HubSpotSchema
{
    private static readonly string[] Common =
    [
        "hs_object_id",
        "hs_createdate",
        "hs_lastmodifieddate",
        "createdate",
        "lastmodifieddate",
        "hubspot_owner_id",
        "hubspot_team_id",
        "hs_object_source",
        "hs_object_source_label",
        "hs_object_source_id",
    ];

    private static readonly Dictionary<string, HashSet<string>> Properties = new(StringComparer.Ordinal)
    {
        ["contacts"] =
        [
            .. Common,
            "email",
            "firstname",
            "lastname",
            "company",
            "jobtitle",
            "phone",
            "mobilephone",
            "website",
            "city",
            "state",
            "country",
            "zip",
            "address",
            "industry",
            "message",
            "lifecyclestage",
            "hs_lead_status",
            "hs_timezone",
            "hs_additional_emails",
            "hs_language",
            "hs_email_optout",
            "hs_email_optout_4711",
            "hs_email_bad_address",
            "hs_email_hard_bounce_reason",
            "hs_email_hard_bounce_reason_enum",
            "engagements_last_meeting_booked",
            "hs_latest_meeting_activity",
            "num_associated_deals",
            "hs_analytics_source",
            "first_conversion_event_name",
            "first_conversion_date",
            "recent_conversion_event_name",
            "recent_conversion_date",
            "num_conversion_events",
            "num_unique_conversion_events",
            "notes_last_contacted",
            "notes_last_updated",
            "associatedcompanyid",
            "numemployees",
            "salutation",
            "hs_persona",
            "hs_email_domain",
            "hs_full_name_or_email",
        ],
        ["companies"] =
        [
            .. Common,
            "name",
            "domain",
            "website",
            "industry",
            "city",
            "state",
            "country",
            "phone",
            "numberofemployees",
            "annualrevenue",
            "description",
            "lifecyclestage",
            "hs_lead_status",
            "timezone",
            "about_us",
            "hs_additional_domains",
            "num_associated_contacts",
        ],
        ["deals"] = [.. Common, "dealname", "dealstage", "pipeline", "amount", "closedate", "hs_is_closed", "hs_is_closed_won"],
        ["tasks"] =
        [
            .. Common,
            "hs_timestamp",
            "hs_task_subject",
            "hs_task_body",
            "hs_task_status",
            "hs_task_priority",
            "hs_task_type",
            "hs_task_reminders",
            "hs_task_completion_date",
            "hs_queue_membership_ids",
            "hs_body_preview",
        ],
        ["notes"] = [.. Common, "hs_timestamp", "hs_note_body", "hs_attachment_ids", "hs_body_preview"],
    };

    private static readonly HashSet<string> ReadOnly = new(StringComparer.Ordinal)
    {
        "hs_object_id",
        "hs_createdate",
        "hs_lastmodifieddate",
        "createdate",
        "lastmodifieddate",
        "num_conversion_events",
        "recent_conversion_event_name",
        "recent_conversion_date",
        "first_conversion_event_name",
        "first_conversion_date",
        "hs_body_preview",
        "hs_object_source",
        "hs_object_source_label",
        "hs_object_source_id",
        "hs_full_name_or_email",
        "num_associated_contacts",
    };

    private static readonly Dictionary<string, string[]> Options = new(StringComparer.Ordinal)
    {
        ["hs_task_status"] = ["NOT_STARTED", "COMPLETED", "IN_PROGRESS", "WAITING", "DEFERRED"],
        ["hs_task_priority"] = ["LOW", "MEDIUM", "HIGH", "NONE"],
        ["hs_task_type"] = ["EMAIL", "CALL", "TODO"],
        ["lifecyclestage"] =
        [
            "subscriber",
            "lead",
            "marketingqualifiedlead",
            "salesqualifiedlead",
            "opportunity",
            "customer",
            "evangelist",
            "other",
        ],
        ["hs_lead_status"] = ["NEW", "OPEN", "IN_PROGRESS", "OPEN_DEAL", "UNQUALIFIED", "ATTEMPTED_TO_CONTACT", "CONNECTED", "BAD_TIMING"],
    };

    // Two ids where the first is the way out and the second the way back.
    private static readonly Dictionary<(string From, string To), (int Out, int Back)[]> Associations = new()
    {
        [("tasks", "contacts")] = [(204, 203)],
        [("tasks", "companies")] = [(192, 191)],
        [("notes", "contacts")] = [(202, 201)],
        [("notes", "companies")] = [(190, 189)],
        [("contacts", "companies")] = [(279, 280), (1, 2)],
        [("companies", "contacts")] = [(280, 279), (2, 1)],
        [("contacts", "deals")] = [(4, 3)],
        [("deals", "contacts")] = [(3, 4)],
        [("contacts", "tasks")] = [(203, 204)],
        [("companies", "tasks")] = [(191, 192)],
        [("contacts", "notes")] = [(201, 202)],
        [("companies", "notes")] = [(189, 190)],
    };

    public static IReadOnlyList<string> Types { get; } = ["contacts", "companies", "deals", "tasks", "notes"];

    /// <summary>In the order a contact goes through them; HubSpot does not let it go back.</summary>
    public static IReadOnlyList<string> LifecycleStages => Options["lifecyclestage"];

    public static bool Knows(string type, string property) => Properties[type].Contains(property);

    public static bool MayWrite(string property) => !ReadOnly.Contains(property);

    public static bool Allows(string property, string value) =>
        value.Length == 0 || !Options.TryGetValue(property, out var allowed) || allowed.Contains(value);

    /// <summary>The type of object an association of this kind leads to; null when the kind does not exist.</summary>
    public static string? TargetOf(string from, int typeId) =>
        Associations.FirstOrDefault(pair => pair.Key.From == from && pair.Value.Any(ids => ids.Out == typeId)).Key.To;

    public static int BackOf(string from, string to, int typeId) => Associations[(from, to)].First(ids => ids.Out == typeId).Back;

    /// <summary>The unlabelled association between two types; null when they cannot be associated.</summary>
    public static int? DefaultAssociation(string from, string to) => Associations.TryGetValue((from, to), out var ids) ? ids[0].Out : null;

    /// <summary>The name in an object's <c>associations</c>: one row a label.</summary>
    public static string AssociationName(string from, string to, int typeId)
    {
        var name = $"{Singular(from)}_to_{Singular(to)}";
        return typeId is 279 or 280 ? $"{name}_unlabeled" : name;
    }

    public static string? AssociationLabel(int typeId) => typeId is 1 or 2 ? "Primary" : null;

    public static string Singular(string type) => type == "companies" ? "company" : type[..^1];
}
