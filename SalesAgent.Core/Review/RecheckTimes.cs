using SalesAgent.Core.Connectors;
using SalesAgent.Core.Connectors.Calendar;
using SalesAgent.Core.Drafting;
using SalesAgent.Core.Holds;
using SalesAgent.Core.People;
using SalesAgent.Core.Records;
using SalesAgent.Core.Records.Reviews;

namespace SalesAgent.Core.Review;

/// <summary>
/// Looks into the calendar once more while somebody waits for the answer to their click: soon, or not at all, and once for
/// everybody who clicks on this rep's drafts at the same moment.
/// </summary>
internal sealed class RecheckTimes(TakenTimes taken, RepDirectory reps, TimeProvider time)
{
    /// <summary>A click must be answered within three seconds.</summary>
    internal static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    /// <summary>Whoever clicks so soon after another is told the same.</summary>
    private static readonly TimeSpan KeptFor = TimeSpan.FromSeconds(2);

    /// <summary>Covers the times of most drafts, so that clicks at the same moment share one answer.</summary>
    private static readonly TimeSpan LookAhead = TimeSpan.FromDays(14);

    private readonly Lock gate = new();
    private readonly Dictionary<string, Look> looks = new(StringComparer.Ordinal);

    /// <summary>Null when the draft offers no times. Never fails: what cannot be read is not known.</summary>
    public async Task<TimesSeen?> AtAsync(LeadState state, CancellationToken cancellationToken)
    {
        if (state.Run.Dossier.Draft is not { Times.Count: > 0 } draft)
            return null;

        var now = time.GetUtcNow();
        Slot[] passed = [.. draft.Times.Where(slot => slot.Start <= now)];
        Slot[] ahead = [.. draft.Times.Except(passed)];
        if (ahead.Length == 0)
            return Seen(now, true, passed);

        using var patience = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            if (reps.HolderOf(state.Run.Dossier.RepId) is not { } rep)
                return Seen(now, false, passed);

            var all = await LookFor(rep, now, ahead.Max(slot => slot.End)).WaitAsync(either.Token);
            var answer = await taken.WithoutOwnAsync(rep, state, all, either.Token);
            return Seen(
                answer.AsOf,
                true,
                [.. passed, .. ahead.Where(slot => answer.Busy.Any(busy => busy.Start < slot.End && slot.Start < busy.End))]
            );
        }
        catch (Exception failure)
            when (failure is ConnectorException || (failure is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return Seen(now, false, passed);
        }
    }

    /// <summary>The look that is under way or was just taken, or a new one.</summary>
    private Task<FreeBusy> LookFor(Rep rep, DateTimeOffset now, DateTimeOffset until)
    {
        lock (gate)
        {
            foreach (var (person, old) in looks)
            {
                if (time.GetElapsedTime(old.Began) > KeptFor)
                    looks.Remove(person);
            }

            if (looks.TryGetValue(rep.Id, out var known) && until <= known.Until)
                return known.Taken;

            var end = until > now + LookAhead ? until : now + LookAhead;
            var look = new Look(time.GetTimestamp(), end, Task.Run(() => ReadAsync(rep, now, end), CancellationToken.None));
            looks[rep.Id] = look;
            return look.Taken;
        }
    }

    // Its own patience: who gives up does not end it for the others.
    private async Task<FreeBusy> ReadAsync(Rep rep, DateTimeOffset from, DateTimeOffset until)
    {
        using var patience = new CancellationTokenSource(Patience, time);
        return await taken.ReadAllAsync(rep, from, until, patience.Token);
    }

    private static TimesSeen Seen(DateTimeOffset at, bool isKnown, Slot[] gone) => new(at, isKnown, [.. gone.Select(slot => slot.Id)]);

    private sealed record Look(long Began, DateTimeOffset Until, Task<FreeBusy> Taken);
}
