namespace SalesAgent.Core.Records.Persons;

/// <summary>The lead that new signs of a person belong to, while its window is open.</summary>
/// <param name="OpenedAt">When the first sign of it happened.</param>
/// <param name="Event">The hash of the event that opened it; null when that has a row of its own, or the lead came here under another key
/// of the person.</param>
internal sealed record PersonWindow(string LeadId, DateTimeOffset OpenedAt, string? Event = null);
