using SalesAgent.Core.Drafting;

namespace SalesAgent.Core.Records.Runs;

/// <summary>A draft that may lie in the mailbox of a rep who no longer has the lead.</summary>
/// <param name="RepId">Whose mailbox.</param>
/// <param name="Draft">As it was sent off: what differs from it was changed by somebody, and is left alone.</param>
public sealed record LeftDraft(string RepId, Draft Draft);
