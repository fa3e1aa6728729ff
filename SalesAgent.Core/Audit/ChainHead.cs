namespace SalesAgent.Core.Audit;

/// <summary>How a chain ended at some time. It may have grown since; what it had then does not change.</summary>
/// <param name="Chain">Id of a lead, or <see cref="SystemAudit.ChainName"/>.</param>
/// <param name="Hash">Of entry number <paramref name="Count"/>.</param>
internal sealed record ChainHead(string Chain, int Count, string Hash);
