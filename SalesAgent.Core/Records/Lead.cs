using SalesAgent.Core.People;

namespace SalesAgent.Core.Records;

/// <summary>A lead as it was accepted. Never changes.</summary>
/// <param name="Id">Text of its <see cref="LeadId"/>.</param>
/// <param name="Person">Text of the <see cref="PersonKey"/> it was accepted under.</param>
/// <param name="Trace">The trace it was accepted under, as W3C <c>traceparent</c>; null when nobody listened.</param>
public sealed record Lead(string Id, string Person, IncomingLead Incoming, DateTimeOffset ReceivedAt, string? Trace = null);
