using System.Text.Json.Serialization;
using SalesAgent.Core.Records.Joining;
using SalesAgent.Core.Records.Ledger;
using SalesAgent.Core.Records.Persons;
using SalesAgent.Core.Records.Reviews;
using SalesAgent.Core.Records.Runs;

namespace SalesAgent.Core.Records;

[JsonSerializable(typeof(Lead))]
[JsonSerializable(typeof(LaterSigns))]
[JsonSerializable(typeof(Run))]
[JsonSerializable(typeof(LeadReview))]
[JsonSerializable(typeof(PersonWindow))]
[JsonSerializable(typeof(ForgottenPerson))]
[JsonSerializable(typeof(RecordMove))]
[JsonSerializable(typeof(OpenLead))]
[JsonSerializable(typeof(Reminder))]
[JsonSerializable(typeof(SettledLead))]
[JsonSerializable(typeof(DateTimeOffset))]
[JsonSourceGenerationOptions(UseStringEnumConverter = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
internal sealed partial class LeadJson : JsonSerializerContext;
