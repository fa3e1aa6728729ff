namespace SalesAgent.Core.Drafting.Times;

/// <summary>A stretch of a calendar in which nothing may be offered. Only the instants count, not the offsets.</summary>
/// <param name="End">Exclusive; a stretch that ends before it starts, or as it starts, takes no time.</param>
internal readonly record struct BusyTime(DateTimeOffset Start, DateTimeOffset End);
