namespace SalesAgent.Core.Drafting.Times;

/// <summary>A stretch of a calendar in which nothing may be offered. Only the instants count, not the offsets.</summary>
/// <param name="End">Exclusive, not before <paramref name="Start"/>; a stretch that ends as it starts takes no time.</param>
internal readonly record struct BusyTime(DateTimeOffset Start, DateTimeOffset End);
