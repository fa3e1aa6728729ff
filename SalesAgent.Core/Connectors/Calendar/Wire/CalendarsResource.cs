using Google.Apis.Services;
using Google.Apis.Util;
using Newtonsoft.Json;
using SalesAgent.Core.Connectors.GoogleIdentity;

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
    [JsonProperty("timeZone")] public string? TimeZone { get; set; }

    /// <summary>On primary calendars of Workspace accounts only.</summary>
    [JsonProperty("workingHours")] public CalendarWorkingHours? WorkingHours { get; set; }
}

internal sealed class CalendarWorkingHours
{
    [JsonProperty("workingHoursEnabled")] public bool? WorkingHoursEnabled { get; set; }

    [JsonProperty("availableTimes")] public IList<AvailableTime?>? AvailableTimes { get; set; }
}

/// <summary>Minutes from the start of the day, the end exclusive.</summary>
internal sealed class AvailableTime
{
    [JsonProperty("dayOfWeek")] public string? DayOfWeek { get; set; }

    [JsonProperty("periodStart")] public int? PeriodStart { get; set; }

    [JsonProperty("periodEnd")] public int? PeriodEnd { get; set; }
}
