using SalesAgent.Core.Connectors;
using SalesAgent.Core.Drafting;
using SalesAgent.Core.Holds;
using SalesAgent.Core.Leads;
using SalesAgent.Core.People;

namespace SalesAgent.Core.Review;

/// <summary>
/// Looks into the calendar once more while somebody waits for the answer to their click: soon, or not at all, and once for
/// everybody who clicks on the same draft at the same moment.
/// </summary>
public sealed class LookAgain(TakenTimes taken, RepDirectory reps, TimeProvider time)
{
    /// <summary>A click must be answered within three seconds.</summary>
    internal static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    /// <summary>Whoever clicks so soon after another is told the same.</summary>
    private static readonly TimeSpan KeptFor = TimeSpan.FromSeconds(2);

    private readonly Lock gate = new();
    private readonly Dictionary<string, (long Began, Task<TimesSeen> Look)> looks = new(StringComparer.Ordinal);

    /// <summary>Null when the draft offers no times. Never fails: what cannot be read is not known.</summary>
    public async Task<TimesSeen?> AtAsync(LeadState state, CancellationToken cancellationToken)
    {
        if (state.Run.Dossier.Draft is not { Times.Count: > 0 } draft) return null;

        Task<TimesSeen> look;
        lock (gate)
        {
            foreach (var old in looks.Where(known => time.GetElapsedTime(known.Value.Began) > KeptFor).ToArray()) looks.Remove(old.Key);

            var key = $"{state.Lead.Id} {draft.Version} {draft.ContentHash}";
            if (!looks.TryGetValue(key, out var known))
            {
                var rep = reps.Find(state.Run.Dossier.RepId) ?? reps.Default;
                known = (time.GetTimestamp(), Task.Run(() => LookAsync(rep, state, draft), CancellationToken.None));
                looks.Add(key, known);
            }

            look = known.Look;
        }

        return await look.WaitAsync(cancellationToken);
    }

    private async Task<TimesSeen> LookAsync(Rep rep, LeadState state, Draft draft)
    {
        var now = time.GetUtcNow();
        Slot[] passed = [.. draft.Times.Where(slot => slot.Start <= now)];
        Slot[] ahead = [.. draft.Times.Except(passed)];
        if (ahead.Length == 0) return Seen(now, true, passed);

        using var patience = new CancellationTokenSource(Patience, time);
        try
        {
            var answer = await taken.ReadAsync(rep, state, ahead.Min(slot => slot.Start), ahead.Max(slot => slot.End), patience.Token);
            return Seen(answer.AsOf, true, [.. passed, .. ahead.Where(slot => answer.Busy.Any(busy => busy.Start < slot.End && slot.Start < busy.End))]);
        }
        catch (Exception failure) when (failure is ConnectorException or OperationCanceledException)
        {
            return Seen(now, false, passed);
        }
    }

    private static TimesSeen Seen(DateTimeOffset at, bool isKnown, Slot[] gone) => new(at, isKnown, [.. gone.Select(slot => slot.Id)]);
}
