using Microsoft.Extensions.Options;
using SalesAgent.Core.Connectors.Calendar;
using SalesAgent.Core.Drafting;
using SalesAgent.Core.Drafting.Times;
using SalesAgent.Core.Holds;
using SalesAgent.Core.People;
using SalesAgent.Core.Records;
using SalesAgent.Core.Records.Runs;

namespace SalesAgent.Core.Orchestration.Offering;

/// <summary>Reads from the calendar when a rep is free. Any doubt is a failure, never a free time.</summary>
internal sealed class FreeTimes(TakenTimes taken, RepHours repHours, IOptions<SchedulingOptions> options, TimeProvider time)
{
    /// <summary>So many days hold the widest horizon of working days; the connector takes no longer question.</summary>
    private static readonly TimeSpan LongestLook = CalendarClient.LongestWindow - TimeSpan.FromHours(3);

    /// <param name="state">Of the lead that is to be offered them: what is held for it is free for it.</param>
    /// <exception cref="Connectors.ConnectorException">The calendar could not be read, or not understood.</exception>
    public async Task<FreeSlots> ReadAsync(Rep rep, LeadState state, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var buffer = TimeSpan.FromMinutes(options.Value.BufferMinutes);
        var until = now + LookAhead();

        // From before now: what ended a moment ago keeps its distance too.
        var reading = taken.ReadAsync(rep, state, now - buffer, until, cancellationToken);
        var hours = await repHours.OfAsync(rep, cancellationToken);
        var busy = await reading;
        return new FreeSlots(
            busy.AsOf,
            options.Value.Slots,
            SlotFinder.Candidates(
                new SlotQuestion
                {
                    Now = now,
                    Busy = [.. busy.Busy.Select(interval => new BusyTime(interval.Start, interval.End))],
                    KnownUntil = until,
                    Hours = hours,
                    TimeZone = rep.TimeZone,
                    SlotLength = TimeSpan.FromMinutes(options.Value.SlotMinutes),
                    HorizonBusinessDays = options.Value.HorizonBusinessDays,
                    MinimumNotice = TimeSpan.FromHours(options.Value.MinimumNoticeHours),
                    Buffer = buffer,
                }
            )
        );
    }

    private TimeSpan LookAhead()
    {
        var generous = TimeSpan.FromDays((options.Value.HorizonBusinessDays * 2) + 4);
        return generous < LongestLook ? generous : LongestLook;
    }
}
