using System.Text.Json.Serialization;

namespace SalesAgent.Core.Audit;

[JsonConverter(typeof(JsonStringEnumConverter<AuditEventType>))]
public enum AuditEventType
{
    [JsonStringEnumMemberName("prospect_intake")]
    ProspectIntake,

    [JsonStringEnumMemberName("prospect_research")]
    ProspectResearch,

    [JsonStringEnumMemberName("draft_created")]
    DraftCreated,

    [JsonStringEnumMemberName("draft_sent")]
    DraftSent,

    [JsonStringEnumMemberName("approval_requested")]
    ApprovalRequested,

    [JsonStringEnumMemberName("approval_granted")]
    ApprovalGranted,

    [JsonStringEnumMemberName("approval_denied")]
    ApprovalDenied,

    [JsonStringEnumMemberName("task_created")]
    TaskCreated,

    [JsonStringEnumMemberName("note_created")]
    NoteCreated,

    [JsonStringEnumMemberName("connector_error")]
    ConnectorError,

    [JsonStringEnumMemberName("auth_success")]
    AuthSuccess,

    [JsonStringEnumMemberName("auth_failure")]
    AuthFailure,

    [JsonStringEnumMemberName("config_change")]
    ConfigChange,

    [JsonStringEnumMemberName("security_alert")]
    SecurityAlert,
}
