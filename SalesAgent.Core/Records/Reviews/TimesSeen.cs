using SalesAgent.Core.Drafting;

namespace SalesAgent.Core.Records.Reviews;

/// <summary>What became of a draft's times, as seen at one moment.</summary>
/// <param name="IsKnown">False: the calendar could not be read, so that only what has passed is known to be gone.</param>
/// <param name="Gone">The times that are taken or have passed, by <see cref="Slot.Id"/>.</param>
public sealed record TimesSeen(DateTimeOffset At, bool IsKnown, IReadOnlyList<string> Gone);
