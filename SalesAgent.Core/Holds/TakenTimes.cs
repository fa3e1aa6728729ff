using Microsoft.Extensions.Options;
using SalesAgent.Core.Connectors.Calendar;
using SalesAgent.Core.Connectors.GoogleIdentity;
using SalesAgent.Core.People;
using SalesAgent.Core.Records;

namespace SalesAgent.Core.Holds;

/// <summary>
/// When a rep is taken, apart from the times that are held for the very lead that asks. Free/busy cannot tell a hold from an
/// appointment that was put on top of it, so that such a time is looked into; holds for other leads are as good as appointments.
/// </summary>
internal sealed class TakenTimes(CalendarClient calendar, IOptions<GoogleOptions> google)
{
    /// <exception cref="Connectors.ConnectorException">The calendar could not be read, or not understood.</exception>
    public async Task<FreeBusy> ReadAsync(
        Rep rep,
        LeadState state,
        DateTimeOffset from,
        DateTimeOffset to,
        CancellationToken cancellationToken
    ) => await WithoutOwnAsync(rep, state, await ReadAllAsync(rep, from, to, cancellationToken), cancellationToken);

    /// <summary>With what is held for any lead, so that it can be looked at for several.</summary>
    /// <inheritdoc cref="ReadAsync" path="/exception"/>
    public Task<FreeBusy> ReadAllAsync(Rep rep, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken) =>
        calendar.FreeBusyAsync(rep.Email, from, to, cancellationToken);

    /// <param name="read">From <see cref="ReadAllAsync"/>.</param>
    /// <inheritdoc cref="ReadAsync" path="/exception"/>
    public async Task<FreeBusy> WithoutOwnAsync(Rep rep, LeadState state, FreeBusy read, CancellationToken cancellationToken)
    {
        if (!google.Value.Calendar.Holds)
            return read;

        var entries = HoldPlan.MayBeThere(state);
        string[] ids = [.. entries.Select(entry => entry.EventId)];
        BusyInterval[] times =
        [
            .. entries
                .Select(entry => new BusyInterval(entry.Start.ToUniversalTime(), entry.End.ToUniversalTime()))
                .Distinct()
                .Where(time => read.Busy.Any(busy => Overlap(busy, time))),
        ];
        var areOurs = await Task.WhenAll(
            times.Select(time => calendar.IsOnlyHeldAsync(rep.Email, time.Start, time.End, ids, cancellationToken))
        );
        return read with { Busy = [.. times.Where((_, i) => areOurs[i]).Aggregate(read.Busy.AsEnumerable(), Without)] };
    }

    private static IEnumerable<BusyInterval> Without(IEnumerable<BusyInterval> busy, BusyInterval held)
    {
        foreach (var one in busy)
        {
            if (!Overlap(one, held))
            {
                yield return one;
                continue;
            }

            if (one.Start < held.Start)
            {
                yield return one with
                {
                    End = held.Start,
                };
            }

            if (held.End < one.End)
            {
                yield return one with
                {
                    Start = held.End,
                };
            }
        }
    }

    private static bool Overlap(BusyInterval one, BusyInterval other) => one.Start < other.End && other.Start < one.End;
}
