using Google.Apis.Services;
using Google.Apis.Util;
using Newtonsoft.Json;
using SalesAgent.Core.Connectors.GoogleIdentity;

namespace SalesAgent.Core.Connectors.Calendar.Wire;

/// <summary>
/// The part of Calendar v3 that tells when somebody is free, named like the generated package so that it could take over.
/// <see href="https://developers.google.com/workspace/calendar/api/v3/reference"/>
/// </summary>
internal sealed class CalendarService : BaseClientService
{
    public CalendarService(Initializer initializer) : base(initializer)
    {
        Freebusy = new FreebusyResource(this);
        Settings = new SettingsResource(this);
        Calendars = new CalendarsResource(this);
    }

    public FreebusyResource Freebusy { get; }

    public SettingsResource Settings { get; }

    public CalendarsResource Calendars { get; }

    public override string Name => "calendar";

    public override string BaseUri => BaseUriOverride ?? "https://www.googleapis.com/calendar/v3/";

    public override string BasePath => "calendar/v3/";

    public override IList<string> Features => [];
}

internal sealed class FreebusyResource(IClientService service)
{
    public QueryRequest Query(FreeBusyRequest body) => new(service, body);

    public sealed class QueryRequest(IClientService service, FreeBusyRequest body)
        : GoogleRequest<FreeBusyResponse>(service, "query", "POST", "freeBusy")
    {
        protected override object GetBody() => body;
    }
}

internal sealed class SettingsResource(IClientService service)
{
    public GetRequest Get(string setting) => new(service, setting);

    /// <summary>Knows only the signed-in user.</summary>
    public sealed class GetRequest(IClientService service, string setting)
        : GoogleRequest<Setting>(service, "get", "GET", "users/me/settings/{setting}")
    {
        [RequestParameter("setting", RequestParameterType.Path)]
        public string Setting { get; } = setting;
    }
}

internal sealed class CalendarsResource(IClientService service)
{
    public GetRequest Get(string calendarId) => new(service, calendarId);

    public sealed class GetRequest(IClientService service, string calendarId)
        : GoogleRequest<CalendarResource>(service, "get", "GET", "calendars/{calendarId}")
    {
        [RequestParameter("calendarId", RequestParameterType.Path)]
        public string CalendarId { get; } = calendarId;
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

internal sealed class Setting
{
    [JsonProperty("value")] public string? Value { get; set; }
}

internal sealed class CalendarResource
{
    [JsonProperty("timeZone")] public string? TimeZone { get; set; }
}
