using Google.Apis.Services;
using Newtonsoft.Json;
using SalesAgent.Core.Connectors.GoogleIdentity;

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

/// <summary>Moments are text: Google's JSON reader drops the offset of anything it takes for a date.</summary>
internal sealed class FreeBusyRequest
{
    [JsonProperty("timeMin")] public required string TimeMin { get; init; }

    [JsonProperty("timeMax")] public required string TimeMax { get; init; }

    [JsonProperty("items")] public required IList<FreeBusyRequestItem> Items { get; init; }
}

internal sealed class FreeBusyRequestItem
{
    [JsonProperty("id")] public required string Id { get; init; }
}

internal sealed class FreeBusyResponse
{
    [JsonProperty("calendars")] public IDictionary<string, FreeBusyCalendar?>? Calendars { get; set; }
}

internal sealed class FreeBusyCalendar
{
    [JsonProperty("busy")] public IList<TimePeriod?>? Busy { get; set; }

    [JsonProperty("errors")] public IList<CalendarError?>? Errors { get; set; }
}

internal sealed class TimePeriod
{
    [JsonProperty("start")] public string? Start { get; set; }

    [JsonProperty("end")] public string? End { get; set; }
}

internal sealed class CalendarError
{
    [JsonProperty("reason")] public string? Reason { get; set; }
}
