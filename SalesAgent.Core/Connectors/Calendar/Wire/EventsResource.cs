using Google.Apis.Services;
using Google.Apis.Util;
using Newtonsoft.Json;
using SalesAgent.Core.Connectors.GoogleIdentity;

namespace SalesAgent.Core.Connectors.Calendar.Wire;

/// <summary><c>events</c>: one hold at a time, and nobody is ever told of it.</summary>
internal sealed class EventsResource(IClientService service)
{
    private const string One = "calendars/{calendarId}/events/{eventId}";

    public InsertRequest Insert(Event body, string calendarId) => new(service, body, calendarId);

    public GetRequest Get(string calendarId, string eventId) => new(service, calendarId, eventId);

    public DeleteRequest Delete(string calendarId, string eventId) => new(service, calendarId, eventId);

    /// <summary>An id that is taken, by a deleted event as well, is answered with 409.</summary>
    public sealed class InsertRequest(IClientService service, Event body, string calendarId)
        : GoogleRequest<Event>(service, "insert", "POST", "calendars/{calendarId}/events")
    {
        [RequestParameter("calendarId", RequestParameterType.Path)]
        public string CalendarId { get; } = calendarId;

        [RequestParameter("sendUpdates", RequestParameterType.Query)]
        public SendUpdatesEnum SendUpdates { get; } = SendUpdatesEnum.None;

        protected override object GetBody() => body;
    }

    public sealed class GetRequest(IClientService service, string calendarId, string eventId)
        : GoogleRequest<Event>(service, "get", "GET", One)
    {
        [RequestParameter("calendarId", RequestParameterType.Path)]
        public string CalendarId { get; } = calendarId;

        [RequestParameter("eventId", RequestParameterType.Path)]
        public string EventId { get; } = eventId;
    }

    /// <summary>The answer is 204 without a body; 410 when it was deleted before.</summary>
    public sealed class DeleteRequest(IClientService service, string calendarId, string eventId)
        : GoogleRequest<string>(service, "delete", "DELETE", One)
    {
        [RequestParameter("calendarId", RequestParameterType.Path)]
        public string CalendarId { get; } = calendarId;

        [RequestParameter("eventId", RequestParameterType.Path)]
        public string EventId { get; } = eventId;

        [RequestParameter("sendUpdates", RequestParameterType.Query)]
        public SendUpdatesEnum SendUpdates { get; } = SendUpdatesEnum.None;
    }

    /// <summary>There are others in Google's API. There must not be any here.</summary>
    public enum SendUpdatesEnum
    {
        [StringValue("none")]
        None,
    }
}

/// <summary>Of a deleted event Google promises the id alone.</summary>
internal sealed class Event
{
    [JsonProperty("id")] public string? Id { get; set; }

    [JsonProperty("summary")] public string? Summary { get; set; }

    [JsonProperty("start")] public EventDateTime? Start { get; set; }

    [JsonProperty("end")] public EventDateTime? End { get; set; }

    /// <summary><c>confirmed</c>, <c>tentative</c> or <c>cancelled</c>, which means deleted.</summary>
    [JsonProperty("status")] public string? Status { get; set; }

    /// <summary><c>opaque</c> blocks the time.</summary>
    [JsonProperty("transparency")] public string? Transparency { get; set; }

    [JsonProperty("visibility")] public string? Visibility { get; set; }

    [JsonProperty("reminders")] public RemindersData? Reminders { get; set; }

    [JsonProperty("extendedProperties")] public ExtendedPropertiesData? ExtendedProperties { get; set; }

    public sealed class RemindersData
    {
        [JsonProperty("useDefault")] public bool? UseDefault { get; set; }
    }

    public sealed class ExtendedPropertiesData
    {
        [JsonProperty("private")] public IDictionary<string, string>? Private__ { get; set; }
    }
}

/// <summary>A moment as text with its offset, or for an all-day event a date instead, which is not read here.</summary>
internal sealed class EventDateTime
{
    [JsonProperty("dateTime")] public string? DateTimeRaw { get; set; }
}
