using System.Text.Json.Serialization;
using Google.Apis.Services;
using Google.Apis.Util;
using SalesAgent.Core.Connectors.GoogleIdentity.Wire;

namespace SalesAgent.Core.Connectors.Calendar.Wire;

/// <summary><c>events</c>: one hold at a time, of which nobody is ever told, and what takes a time.</summary>
internal sealed class EventsResource(IClientService service)
{
    private const string One = "calendars/{calendarId}/events/{eventId}";

    public InsertRequest Insert(Event body, string calendarId) => new(service, body, calendarId);

    /// <param name="timeMin">Events that end later.</param>
    /// <param name="timeMax">Events that begin earlier.</param>
    public ListRequest List(string calendarId, string timeMin, string timeMax) => new(service, calendarId, timeMin, timeMax);

    public GetRequest Get(string calendarId, string eventId) => new(service, calendarId, eventId);

    public DeleteRequest Delete(string calendarId, string eventId) => new(service, calendarId, eventId);

    /// <summary>An id that is taken, by a deleted event as well, is answered with 409.</summary>
    public sealed class InsertRequest(IClientService service, Event body, string calendarId)
        : GoogleRequest<StoredEvent>(service, "insert", "POST", "calendars/{calendarId}/events")
    {
        [RequestParameter("calendarId", RequestParameterType.Path)]
        public string CalendarId { get; } = calendarId;

        [RequestParameter("sendUpdates", RequestParameterType.Query)]
        public SendUpdatesEnum SendUpdates { get; } = SendUpdatesEnum.None;

        protected override object GetBody() => body;
    }

    public sealed class GetRequest(IClientService service, string calendarId, string eventId)
        : GoogleRequest<StoredEvent>(service, "get", "GET", One)
    {
        [RequestParameter("calendarId", RequestParameterType.Path)]
        public string CalendarId { get; } = calendarId;

        [RequestParameter("eventId", RequestParameterType.Path)]
        public string EventId { get; } = eventId;
    }

    /// <summary>Each occurrence of a series by itself. Neither what events are about nor who else comes is asked for.</summary>
    public sealed class ListRequest(IClientService service, string calendarId, string timeMin, string timeMax)
        : GoogleRequest<Events>(service, "list", "GET", "calendars/{calendarId}/events")
    {
        [RequestParameter("calendarId", RequestParameterType.Path)]
        public string CalendarId { get; } = calendarId;

        [RequestParameter("timeMin", RequestParameterType.Query)]
        public string TimeMin { get; } = timeMin;

        [RequestParameter("timeMax", RequestParameterType.Query)]
        public string TimeMax { get; } = timeMax;

        [RequestParameter("singleEvents", RequestParameterType.Query)]
        public bool SingleEvents { get; } = true;

        [RequestParameter("fields", RequestParameterType.Query)]
        public string Fields { get; } = "nextPageToken,items(id,status,transparency,attendees(self,responseStatus))";

        /// <summary>At most 2500.</summary>
        [RequestParameter("maxResults", RequestParameterType.Query)]
        public int MaxResults { get; } = 250;

        [RequestParameter("pageToken", RequestParameterType.Query)]
        public string? PageToken { get; set; }
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

internal sealed class Events
{
    [JsonPropertyName("items")]
    public IList<StoredEvent?>? Items { get; set; }

    [JsonPropertyName("nextPageToken")]
    public string? NextPageToken { get; set; }
}

/// <summary>
/// An event as Google tells it; of a deleted one it promises the id alone. Apart from <see cref="Event"/>, which cannot have guests.
/// </summary>
internal sealed class StoredEvent
{
    [JsonPropertyName("id")]
    public string? Id { get; set; }

    [JsonPropertyName("start")]
    public EventDateTime? Start { get; set; }

    [JsonPropertyName("end")]
    public EventDateTime? End { get; set; }

    /// <summary><c>confirmed</c>, <c>tentative</c> or <c>cancelled</c>, which means deleted.</summary>
    [JsonPropertyName("status")]
    public string? Status { get; set; }

    /// <summary><c>transparent</c> leaves the time free; <c>opaque</c> is left out mostly.</summary>
    [JsonPropertyName("transparency")]
    public string? Transparency { get; set; }

    [JsonPropertyName("attendees")]
    public IList<EventAttendee?>? Attendees { get; set; }
}

internal sealed class EventAttendee
{
    /// <summary>The calendar's owner.</summary>
    [JsonPropertyName("self")]
    public bool? Self { get; set; }

    /// <summary><c>needsAction</c>, <c>declined</c>, <c>tentative</c> or <c>accepted</c>.</summary>
    [JsonPropertyName("responseStatus")]
    public string? ResponseStatus { get; set; }
}

/// <summary>An event as it is written.</summary>
internal sealed class Event
{
    [JsonPropertyName("id")]
    public string? Id { get; set; }

    [JsonPropertyName("summary")]
    public string? Summary { get; set; }

    [JsonPropertyName("start")]
    public EventDateTime? Start { get; set; }

    [JsonPropertyName("end")]
    public EventDateTime? End { get; set; }

    [JsonPropertyName("status")]
    public string? Status { get; set; }

    /// <summary><c>opaque</c> blocks the time.</summary>
    [JsonPropertyName("transparency")]
    public string? Transparency { get; set; }

    [JsonPropertyName("visibility")]
    public string? Visibility { get; set; }

    [JsonPropertyName("reminders")]
    public RemindersData? Reminders { get; set; }

    [JsonPropertyName("extendedProperties")]
    public ExtendedPropertiesData? ExtendedProperties { get; set; }

    public sealed class RemindersData
    {
        [JsonPropertyName("useDefault")]
        public bool? UseDefault { get; set; }
    }

    public sealed class ExtendedPropertiesData
    {
        [JsonPropertyName("private")]
        public IDictionary<string, string>? Private__ { get; set; }
    }
}

/// <summary>A moment as text with its offset, or for an all-day event a date instead, which is not read here.</summary>
internal sealed class EventDateTime
{
    [JsonPropertyName("dateTime")]
    public string? DateTimeRaw { get; set; }
}
