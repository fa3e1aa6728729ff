namespace SalesAgent.Core.Audit;

/// <summary>Something worth proving later. One factory method a type, so that no event is written in two shapes.</summary>
/// <param name="Type">Name people script against.</param>
/// <param name="Actor">
/// A rep id, <c>salesagent</c>, <c>hubspot</c>, or <c>command_line</c>; of a refusal also the Entra object id of somebody who is no rep, or
/// <c>nobody</c>; never a name.
/// </param>
/// <param name="Resource">What it happened to, such as <c>lead:…</c>; ids only.</param>
/// <param name="Action">What was done, a word or two.</param>
/// <param name="Details">Personal text, sealed before it is stored; null when there is none.</param>
/// <param name="Metadata">Ids, counts, hashes and kinds in clear; nothing personal.</param>
public sealed record AuditEvent(
    AuditEventType Type,
    string Actor,
    string Resource,
    string Action,
    AuditStatus Status,
    string? Details,
    IReadOnlyDictionary<string, string> Metadata
)
{
    public const string Ourselves = "salesagent";

    /// <summary>Whoever proved no identity.</summary>
    public const string Nobody = "nobody";

    public static AuditEvent ProspectIntake(string leadId, string actor, string source, string details) =>
        new(AuditEventType.ProspectIntake, actor, $"lead:{leadId}", "accepted", AuditStatus.Success, details, Facts(("source", source)));

    public static AuditEvent ProspectResearch(string leadId, string details, params ReadOnlySpan<(string Key, string Value)> facts) =>
        new(AuditEventType.ProspectResearch, Ourselves, $"lead:{leadId}", "researched", AuditStatus.Success, details, Facts(facts));

    /// <param name="writing">How its text came about, in facts of its writer's; none for a version with other times only.</param>
    public static AuditEvent DraftCreated(
        string leadId,
        string action,
        int version,
        string contentHash,
        string draftId,
        string writtenBy,
        IEnumerable<(string Key, string Value)>? writing = null
    )
    {
        var facts = Facts(
            ("version", Text(version)),
            ("content_hash", contentHash),
            ("draft_id", draftId),
            ("written_by", writtenBy),
            ("draft_only", "true")
        );
        foreach (var (key, value) in writing ?? [])
            facts[key] = value;
        return new(AuditEventType.DraftCreated, Ourselves, $"lead:{leadId}", action, AuditStatus.Success, null, facts);
    }

    public static AuditEvent ApprovalRequested(string leadId, string repId, int version, string contentHash) =>
        new(
            AuditEventType.ApprovalRequested,
            Ourselves,
            $"lead:{leadId}",
            "card_posted",
            AuditStatus.Success,
            null,
            Facts(("rep", repId), ("version", Text(version)), ("content_hash", contentHash))
        );

    /// <param name="times"><c>none</c>, <c>free</c>, <c>gone</c> or <c>unknown</c>: what had become of the times the draft offers.</param>
    /// <param name="details">What was approved although it was gone, or null.</param>
    public static AuditEvent ApprovalGranted(
        string leadId,
        string byRepId,
        int version,
        string contentHash,
        string times,
        string? details
    ) =>
        new(
            AuditEventType.ApprovalGranted,
            byRepId,
            $"lead:{leadId}",
            "approved",
            AuditStatus.Success,
            details,
            Facts(("version", Text(version)), ("content_hash", contentHash), ("times", times))
        );

    public static AuditEvent ApprovalDenied(
        string leadId,
        string byRepId,
        int version,
        string contentHash,
        string? reasonCode,
        string? note
    ) =>
        new(
            AuditEventType.ApprovalDenied,
            byRepId,
            $"lead:{leadId}",
            "rejected",
            AuditStatus.Denied,
            note,
            Facts(("version", Text(version)), ("content_hash", contentHash), ("reason", reasonCode ?? "not_given"))
        );

    /// <summary>What lay in Gmail when a decision was carried out was not what had been shown.</summary>
    /// <param name="found">Hash of what lay there; null: nothing did.</param>
    public static AuditEvent FoundOtherwise(string leadId, bool isApproved, string byRepId, int version, string shown, string? found) =>
        new(
            isApproved ? AuditEventType.ApprovalGranted : AuditEventType.ApprovalDenied,
            byRepId,
            $"lead:{leadId}",
            found is null ? "draft_gone" : "draft_edited",
            isApproved ? AuditStatus.Success : AuditStatus.Denied,
            null,
            Facts(("version", Text(version)), ("content_hash", shown), ("found_hash", found ?? "none"))
        );

    public static AuditEvent ApprovalReminded(string leadId, string repId, int version, string contentHash) =>
        new(
            AuditEventType.ApprovalRequested,
            Ourselves,
            $"lead:{leadId}",
            "reminded",
            AuditStatus.Success,
            null,
            Facts(("rep", repId), ("version", Text(version)), ("content_hash", contentHash))
        );

    /// <param name="reason">A kind of expiry, snake_case.</param>
    public static AuditEvent ApprovalExpired(string leadId, int version, string contentHash, string reason) =>
        new(
            AuditEventType.ApprovalDenied,
            Ourselves,
            $"lead:{leadId}",
            "expired",
            AuditStatus.Denied,
            null,
            Facts(("version", Text(version)), ("content_hash", contentHash), ("reason", reason))
        );

    public static AuditEvent TaskCreated(string leadId, string taskId) =>
        new(AuditEventType.TaskCreated, Ourselves, $"lead:{leadId}", "created", AuditStatus.Success, null, Facts(("task_id", taskId)));

    public static AuditEvent NoteCreated(string leadId, string noteId, string about) =>
        new(AuditEventType.NoteCreated, Ourselves, $"lead:{leadId}", about, AuditStatus.Success, null, Facts(("note_id", noteId)));

    /// <summary>Somebody who lost the lead had written a second one.</summary>
    /// <param name="isRemoved">False: somebody changed it since, so it was left.</param>
    public static AuditEvent CopyFound(AuditEventType what, string leadId, string copyId, bool isRemoved) =>
        new(
            what,
            Ourselves,
            $"lead:{leadId}",
            isRemoved ? "copy_removed" : "copy_left",
            AuditStatus.Success,
            null,
            Facts(("copy_id", copyId))
        );

    public static AuditEvent ConnectorError(string leadId, string connector, string operation, string kind) =>
        new(
            AuditEventType.ConnectorError,
            Ourselves,
            $"lead:{leadId}",
            operation,
            AuditStatus.Error,
            null,
            Facts(("connector", connector), ("kind", kind))
        );

    public static AuditEvent RunEnded(string leadId, string step, string details) =>
        new(AuditEventType.ConnectorError, Ourselves, $"lead:{leadId}", "run_ended", AuditStatus.Failed, details, Facts(("step", step)));

    /// <param name="reason">HubSpot's word for it.</param>
    public static AuditEvent HubSpotAccessEnded(string reason) =>
        new(AuditEventType.AuthFailure, Ourselves, "hubspot", "hubspot_access_ended", AuditStatus.Failed, null, Facts(("reason", reason)));

    public static AuditEvent SecurityAlert(string resource, string action, params ReadOnlySpan<(string Key, string Value)> facts) =>
        new(AuditEventType.SecurityAlert, Ourselves, resource, action, AuditStatus.Alert, null, Facts(facts));

    /// <param name="account">The mailbox's keyed hash.</param>
    public static AuditEvent GoogleConnected(string account, string actor, string scopes) =>
        new(AuditEventType.AuthSuccess, actor, account, "google_connected", AuditStatus.Success, null, Facts(("scopes", scopes)));

    public static AuditEvent GoogleDisconnected(string account, string actor, bool revoked) =>
        new(
            AuditEventType.AuthSuccess,
            actor,
            account,
            "google_disconnected",
            AuditStatus.Success,
            null,
            Facts(("revoked_at_google", revoked ? "true" : "false"))
        );

    public static AuditEvent GoogleSignInRefused(string account, string actor, string reason) =>
        new(AuditEventType.AuthFailure, actor, account, "google_sign_in", AuditStatus.Denied, null, Facts(("reason", reason)));

    public static AuditEvent GoogleAccessEnded(string account, string reason) =>
        new(AuditEventType.AuthFailure, Ourselves, account, "google_access_ended", AuditStatus.Failed, null, Facts(("reason", reason)));

    public static AuditEvent Stopped(string actor) =>
        new(AuditEventType.ConfigChange, actor, "policy", "stopped", AuditStatus.Success, null, Facts());

    public static AuditEvent Resumed(string actor) =>
        new(AuditEventType.ConfigChange, actor, "policy", "resumed", AuditStatus.Success, null, Facts());

    /// <param name="isFirst">Nothing was known before.</param>
    /// <param name="changes">Key, and the keyed hashes of its value before and after.</param>
    public static AuditEvent SettingsChanged(bool isFirst, IReadOnlyDictionary<string, string> changes) =>
        new(AuditEventType.ConfigChange, Ourselves, "settings", isFirst ? "recorded" : "changed", AuditStatus.Success, null, changes);

    /// <param name="kind">Of the work item that had been given up.</param>
    public static AuditEvent WorkRetried(string workId, string actor, string kind, string subject) =>
        new(
            AuditEventType.ConfigChange,
            actor,
            $"work:{workId}",
            "work_retried",
            AuditStatus.Success,
            null,
            Facts(("kind", kind), ("subject", subject))
        );

    /// <param name="anchored">Day of the anchor whose leads were looked through.</param>
    public static AuditEvent RetentionEnded(DateOnly anchored, int removed, int kept) =>
        new(
            AuditEventType.ConfigChange,
            Ourselves,
            "audit",
            "old_leads_removed",
            AuditStatus.Success,
            null,
            Facts(
                ("anchored", anchored.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture)),
                ("removed", Text(removed)),
                ("kept", Text(kept))
            )
        );

    /// <param name="person">Keyed hash of the address or contact that was asked for.</param>
    /// <param name="leads">How many were known then.</param>
    public static AuditEvent ForgetAsked(string person, string actor, int leads) =>
        new(
            AuditEventType.ConfigChange,
            actor,
            $"person:{person}",
            "forget_asked",
            AuditStatus.Success,
            null,
            Facts(("leads", Text(leads)))
        );

    /// <summary>Somebody was refused: one entry for the first, and one for all that followed in a window.</summary>
    /// <param name="kind">What was asked for, as <c>decision</c>.</param>
    /// <param name="actor">Of an authenticated identity; null when there is none.</param>
    /// <param name="leadId">Of a lead that is there, or null.</param>
    public static AuditEvent Refused(string kind, string reason, string? actor, string? leadId, int times) =>
        new(
            AuditEventType.AuthFailure,
            actor ?? Nobody,
            leadId is null ? kind : $"lead:{leadId}",
            $"{kind}_refused",
            AuditStatus.Denied,
            null,
            Facts(("reason", reason), ("times", Text(times)))
        );

    /// <summary>Somebody asked who may not.</summary>
    public static AuditEvent ForgetRefused(string actor, int times = 1) =>
        new(
            AuditEventType.SecurityAlert,
            actor,
            "person",
            "forget_refused",
            AuditStatus.Denied,
            null,
            times == 1 ? Facts() : Facts(("times", Text(times)))
        );

    /// <summary>The last entry of a lead: with it, everything else about it was erased.</summary>
    public static AuditEvent LeadForgotten(string leadId, string actor, string person) =>
        new(AuditEventType.ConfigChange, actor, $"lead:{leadId}", "forgotten", AuditStatus.Success, null, Facts(("person", person)));

    public static AuditEvent PersonForgotten(string person, string actor, int leads) =>
        new(AuditEventType.ConfigChange, actor, $"person:{person}", "forgotten", AuditStatus.Success, null, Facts(("leads", Text(leads))));

    public static AuditEvent TokenLimitReached(string day, int limit) =>
        new(
            AuditEventType.ConnectorError,
            Ourselves,
            "language-model",
            "daily_token_limit",
            AuditStatus.Error,
            null,
            Facts(("day", day), ("limit", Text(limit)))
        );

    private static string Text(long number) => number.ToString(System.Globalization.CultureInfo.InvariantCulture);

    private static SortedDictionary<string, string> Facts(params ReadOnlySpan<(string Key, string Value)> facts)
    {
        var sorted = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (key, value) in facts)
            sorted[key] = value;
        return sorted;
    }
}
