namespace SalesAgent.Core.Records.Ledger;

/// <summary>A row about a lead for which nothing is left to do: how its audit chain ended.</summary>
/// <param name="Count">Entries of the chain.</param>
/// <param name="LastHash">Of the newest.</param>
/// <param name="At">When it was settled, on the clock of whoever did.</param>
internal sealed record SettledLead(string LeadId, int Count, string LastHash, DateTimeOffset At);
