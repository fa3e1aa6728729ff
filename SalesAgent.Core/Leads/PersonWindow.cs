namespace SalesAgent.Core.Leads;

/// <summary>The lead that new signs of a person belong to, while its window is open.</summary>
/// <param name="OpenedAt">When the first sign of it happened.</param>
internal sealed record PersonWindow(string LeadId, DateTimeOffset OpenedAt);
