using System.Text.Json.Serialization;
using SalesAgent.Core.Orchestration;
using SalesAgent.Core.Review;

namespace SalesAgent.Core.Leads;

[JsonSerializable(typeof(Lead))]
[JsonSerializable(typeof(Run))]
[JsonSerializable(typeof(LeadReview))]
[JsonSerializable(typeof(PersonWindow))]
[JsonSerializable(typeof(OpenLead))]
[JsonSerializable(typeof(Reminder))]
[JsonSerializable(typeof(SettledLead))]
[JsonSerializable(typeof(DateTimeOffset))]
[JsonSourceGenerationOptions(UseStringEnumConverter = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
internal sealed partial class LeadJson : JsonSerializerContext;
