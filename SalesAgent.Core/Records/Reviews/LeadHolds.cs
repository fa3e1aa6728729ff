using SalesAgent.Core.Records.Runs;

namespace SalesAgent.Core.Records.Reviews;

/// <summary>
/// What is held for a lead. An entry is on this list before it is in the calendar and until it is gone from there, so that none is
/// forgotten.
/// </summary>
/// <param name="Problem">What could not be held or removed, a sentence for the card; null when all is well.</param>
/// <param name="Claim">Who is at it, or null: what one removes another must not make again.</param>
public sealed record LeadHolds(IReadOnlyList<HeldTime> Times, string? Problem = null, LeadClaim? Claim = null);
