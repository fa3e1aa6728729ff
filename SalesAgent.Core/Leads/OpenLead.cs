namespace SalesAgent.Core.Leads;

/// <summary>One row of the open ledger: a lead that is not finished.</summary>
/// <param name="DueAt">Overdue after this: if nobody works on it by then, its work item was lost.</param>
/// <param name="NotedAt">When this was written.</param>
internal sealed record OpenLead(string LeadId, DateTimeOffset DueAt, DateTimeOffset NotedAt);
