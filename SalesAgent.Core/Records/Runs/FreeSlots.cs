using SalesAgent.Core.Drafting;

namespace SalesAgent.Core.Records.Runs;

/// <summary>Everything that was free when the calendar was read.</summary>
/// <param name="Wanted">How many of them a draft offers.</param>
/// <param name="All">In order; they may overlap each other.</param>
internal sealed record FreeSlots(DateTimeOffset AsOf, int Wanted, IReadOnlyList<Slot> All);
