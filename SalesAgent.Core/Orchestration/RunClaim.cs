namespace SalesAgent.Core.Orchestration;

/// <summary>Keeps a second worker away from a run while the first may be in the middle of an outside write.</summary>
public sealed record RunClaim(string Worker, DateTimeOffset Until);
