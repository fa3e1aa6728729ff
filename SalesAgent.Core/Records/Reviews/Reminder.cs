namespace SalesAgent.Core.Records.Reviews;

/// <param name="At">When the rep was last reminded, or null.</param>
/// <param name="TakenUntil">Somebody is about to, until then; null: nobody is.</param>
internal sealed record Reminder(DateTimeOffset? At, DateTimeOffset? TakenUntil);
