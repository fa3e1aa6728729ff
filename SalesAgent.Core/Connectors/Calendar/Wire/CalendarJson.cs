using System.Text.Json.Serialization;

namespace SalesAgent.Core.Connectors.Calendar.Wire;

[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(Calendar))]
[JsonSerializable(typeof(CalendarList))]
[JsonSerializable(typeof(Event))]
[JsonSerializable(typeof(Events))]
[JsonSerializable(typeof(StoredEvent))]
[JsonSerializable(typeof(FreeBusyRequest))]
[JsonSerializable(typeof(FreeBusyResponse))]
[JsonSerializable(typeof(Setting))]
internal sealed partial class CalendarJson : JsonSerializerContext;
