namespace SalesAgent.Bot.Sandbox.Calendar;

/// <summary>A time nobody can be met. <paramref name="Start"/> inclusive, <paramref name="End"/> exclusive.</summary>
internal readonly record struct BusyBlock(DateTimeOffset Start, DateTimeOffset End);
