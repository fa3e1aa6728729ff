using SalesAgent.Core.Connectors.Calendar;
using SalesAgent.Core.Drafting;
using SalesAgent.Core.Records;
using SalesAgent.Core.Records.Reviews;

namespace SalesAgent.Core.Holds;

/// <summary>
/// Which times of a lead should be held, told from its records alone: those still to come that the draft in the mailbox offers,
/// until it is turned down or another takes its place.
/// </summary>
internal static class HoldPlan
{
    /// <summary>Whether the calendar has to be brought to what it should be.</summary>
    public static bool IsDue(LeadState state, DateTimeOffset now) =>
        ToRelease(state, now) is not null || WithIntents(state, now).Any(time => time.State is HeldTimeState.Asked);

    /// <summary>What is on the list, and what will be asked for: to be stored before it is.</summary>
    public static IReadOnlyList<HeldTime> WithIntents(LeadState state, DateTimeOffset now)
    {
        var known = Known(state);
        return [.. known, .. Wanted(state, now).Where(slot => !known.Any(time => IsFor(time, slot))).Select(slot => Asked(slot, state))];
    }

    /// <summary>The next one on the list that should be there and may not be.</summary>
    public static HeldTime? ToTake(LeadState state, DateTimeOffset now)
    {
        var wanted = Wanted(state, now);
        return Known(state).FirstOrDefault(time => time.State is HeldTimeState.Asked && wanted.Any(slot => IsFor(time, slot)));
    }

    /// <summary>The next one on the list that should not be there.</summary>
    public static HeldTime? ToRelease(LeadState state, DateTimeOffset now)
    {
        var wanted = Wanted(state, now);
        return Known(state).FirstOrDefault(time => !wanted.Any(slot => IsFor(time, slot)));
    }

    /// <summary>
    /// Every time for which the calendar may have an entry of this lead: also one that is being made while an older state is looked at.
    /// </summary>
    public static IReadOnlyList<NewHold> MayBeThere(LeadState state) =>
        [
            .. Known(state)
                .Where(time => time.State is not HeldTimeState.LeftOut)
                .Concat(state.Run.Dossier.WrittenDraft?.Times.Select(slot => Asked(slot, state)) ?? [])
                .Select(time => EntryOf(state, time))
                .DistinctBy(entry => entry.EventId),
        ];

    /// <summary>The entry of the calendar. Its title is an address that was checked, never what a stranger called themselves.</summary>
    public static NewHold EntryOf(LeadState state, HeldTime time) =>
        new()
        {
            Key = FormattableString.Invariant($"{state.Lead.Id}/{time.Start.UtcDateTime:yyyyMMdd'T'HHmm'Z'}/{time.Version}"),
            Title = $"Held for {state.Run.Dossier.Prospect?.Email ?? "a prospect"}",
            Start = time.Start,
            End = time.End,
        };

    private static Slot[] Wanted(LeadState state, DateTimeOffset now) =>
        state is { Review: { IsOpen: true } or { State: ReviewState.Approved }, Run.Dossier.WrittenDraft: { } draft }
            ? [.. draft.Times.Where(slot => slot.Start > now)]
            : [];

    private static IReadOnlyList<HeldTime> Known(LeadState state) => state.Review?.Holds?.Times ?? [];

    private static bool IsFor(HeldTime time, Slot slot) => time.Start == slot.Start && time.End == slot.End;

    private static HeldTime Asked(Slot slot, LeadState state) =>
        new(slot.Start, slot.End, state.Run.Dossier.WrittenDraft!.Version, HeldTimeState.Asked);
}
