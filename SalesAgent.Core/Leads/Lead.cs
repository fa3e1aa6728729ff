namespace SalesAgent.Core.Leads;

/// <summary>A lead as it was accepted. Never changes.</summary>
/// <param name="Id">Text of its <see cref="LeadId"/>.</param>
/// <param name="Person">Text of the <see cref="PersonKey"/> it was accepted under.</param>
public sealed record Lead(string Id, string Person, IncomingLead Incoming, DateTimeOffset ReceivedAt);
