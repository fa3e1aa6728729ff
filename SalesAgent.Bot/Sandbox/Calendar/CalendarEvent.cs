using System.Text.Json.Nodes;

namespace SalesAgent.Bot.Sandbox.Calendar;

/// <summary>An entry of a calendar, kept as the JSON it was written with.</summary>
internal sealed record CalendarEvent(string Id, DateTimeOffset Start, DateTimeOffset End, bool Cancelled, bool Busy, JsonObject Document);
