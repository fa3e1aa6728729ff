using System.Text.Json.Serialization;
using Google.Apis.Services;
using Google.Apis.Util;
using SalesAgent.Core.Connectors.GoogleIdentity.Wire;

namespace SalesAgent.Core.Connectors.Calendar.Wire;

/// <summary><c>calendars</c>, reading only.</summary>
internal sealed class CalendarsResource(IClientService service)
{
    public GetRequest Get(string calendarId) => new(service, calendarId);

    public sealed class GetRequest(IClientService service, string calendarId)
        : GoogleRequest<Calendar>(service, "get", "GET", "calendars/{calendarId}")
    {
        [RequestParameter("calendarId", RequestParameterType.Path)]
        public string CalendarId { get; } = calendarId;
    }
}

internal sealed class Calendar
{
    /// <summary>Of the person's own calendar it is their address.</summary>
    [JsonPropertyName("id")]
    public string? Id { get; set; }

    [JsonPropertyName("timeZone")]
    public string? TimeZone { get; set; }

    /// <summary>On primary calendars of Workspace accounts only.</summary>
    [JsonPropertyName("workingHours")]
    public CalendarWorkingHours? WorkingHours { get; set; }
}

internal sealed class CalendarWorkingHours
{
    [JsonPropertyName("workingHoursEnabled")]
    public bool? WorkingHoursEnabled { get; set; }

    [JsonPropertyName("availableTimes")]
    public IList<AvailableTime?>? AvailableTimes { get; set; }
}

/// <summary>Minutes from the start of the day, the end exclusive.</summary>
internal sealed class AvailableTime
{
    [JsonPropertyName("dayOfWeek")]
    public string? DayOfWeek { get; set; }

    [JsonPropertyName("periodStart")]
    public int? PeriodStart { get; set; }

    [JsonPropertyName("periodEnd")]
    public int? PeriodEnd { get; set; }
}
