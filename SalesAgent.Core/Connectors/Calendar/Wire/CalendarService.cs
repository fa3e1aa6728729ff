using SalesAgent.Core.Connectors.GoogleIdentity.Wire;

namespace SalesAgent.Core.Connectors.Calendar.Wire;

/// <summary>
/// The part of Calendar v3 that tells when somebody is free and keeps a hold, named like the generated package so that it
/// could take over. What it may be asked is decided by <see cref="HoldOnlyRules"/>.
/// <see href="https://developers.google.com/workspace/calendar/api/v3/reference"/>
/// </summary>
internal sealed class CalendarService : GoogleApi
{
    public CalendarService(Initializer initializer)
        : base(initializer, CalendarJson.Default)
    {
        Freebusy = new FreebusyResource(this);
        Settings = new SettingsResource(this);
        Calendars = new CalendarsResource(this);
        CalendarList = new CalendarListResource(this);
        Events = new EventsResource(this);
        // As with Gmail: the second is for a token that was renewed.
        HttpClient.MessageHandler.NumTries = 2;
    }

    public FreebusyResource Freebusy { get; }

    public SettingsResource Settings { get; }

    public CalendarsResource Calendars { get; }

    public CalendarListResource CalendarList { get; }

    public EventsResource Events { get; }

    public override string Name => "calendar";

    public override string BaseUri => BaseUriOverride ?? "https://www.googleapis.com/calendar/v3/";

    public override string BasePath => "calendar/v3/";

    public override IList<string> Features => [];
}
