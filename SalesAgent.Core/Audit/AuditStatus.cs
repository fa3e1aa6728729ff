using System.Text.Json.Serialization;

namespace SalesAgent.Core.Audit;

[JsonConverter(typeof(JsonStringEnumConverter<AuditStatus>))]
public enum AuditStatus
{
    [JsonStringEnumMemberName("success")]
    Success,

    [JsonStringEnumMemberName("denied")]
    Denied,

    [JsonStringEnumMemberName("error")]
    Error,

    [JsonStringEnumMemberName("failed")]
    Failed,

    [JsonStringEnumMemberName("alert")]
    Alert,
}
