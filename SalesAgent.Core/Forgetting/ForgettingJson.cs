using System.Text.Json.Serialization;
using SalesAgent.Core.Forgetting.Traces;

namespace SalesAgent.Core.Forgetting;

[JsonSerializable(typeof(ForgetRequest))]
[JsonSerializable(typeof(LeadTraces))]
[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
internal sealed partial class ForgettingJson : JsonSerializerContext;
