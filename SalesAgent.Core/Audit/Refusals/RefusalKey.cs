namespace SalesAgent.Core.Audit.Refusals;

/// <summary>
/// What is told as one: the first at once, and what follows as a count when a window ends. Under a flood the windows grow.
/// </summary>
/// <param name="Actor">An authenticated id; null for strangers, and for people beyond the bound.</param>
/// <param name="LeadId">Only of a lead that is there.</param>
internal sealed record RefusalKey(RefusalKind Kind, RefusalReason Reason, string? Actor, string? LeadId);
