using System.Text.Json.Serialization;
using Google.Apis.Services;
using SalesAgent.Core.Connectors.GoogleIdentity.Wire;

namespace SalesAgent.Core.Connectors.Calendar.Wire;

internal sealed class FreebusyResource(IClientService service)
{
    public QueryRequest Query(FreeBusyRequest body) => new(service, body);

    public sealed class QueryRequest(IClientService service, FreeBusyRequest body)
        : GoogleRequest<FreeBusyResponse>(service, "query", "POST", "freeBusy")
    {
        protected override object GetBody() => body;
    }
}

/// <summary>Moments are text, as Google wrote them.</summary>
internal sealed class FreeBusyRequest
{
    [JsonPropertyName("timeMin")]
    public required string TimeMin { get; init; }

    [JsonPropertyName("timeMax")]
    public required string TimeMax { get; init; }

    [JsonPropertyName("items")]
    public required IList<FreeBusyRequestItem> Items { get; init; }
}

internal sealed class FreeBusyRequestItem
{
    [JsonPropertyName("id")]
    public required string Id { get; init; }
}

internal sealed class FreeBusyResponse
{
    [JsonPropertyName("calendars")]
    public IDictionary<string, FreeBusyCalendar?>? Calendars { get; set; }
}

internal sealed class FreeBusyCalendar
{
    [JsonPropertyName("busy")]
    public IList<TimePeriod?>? Busy { get; set; }

    [JsonPropertyName("errors")]
    public IList<CalendarError?>? Errors { get; set; }
}

internal sealed class TimePeriod
{
    [JsonPropertyName("start")]
    public string? Start { get; set; }

    [JsonPropertyName("end")]
    public string? End { get; set; }
}

internal sealed class CalendarError
{
    [JsonPropertyName("reason")]
    public string? Reason { get; set; }
}
