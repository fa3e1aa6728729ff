namespace SalesAgent.Core.Records.Runs;

/// <summary>
/// Keeps a second worker away from a run while the first may be in the middle of an outside write. How long: see <see cref="LeadClaims"/>.
/// </summary>
/// <param name="Until">By the clock of whoever wrote it: it tells one renewal from the next, and operators about when it ends.</param>
/// <param name="Instance">Whose worker it is; null in a claim of an earlier release.</param>
/// <param name="Seconds">How long it lasts from when it was taken; null like the instance.</param>
public sealed record LeadClaim(string Worker, DateTimeOffset Until, string? Instance = null, int? Seconds = null);
