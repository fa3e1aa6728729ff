using Microsoft.Extensions.Options;
using SalesAgent.Core.Connectors.Calendar;
using SalesAgent.Core.Drafting;
using SalesAgent.Core.Drafting.Times;

namespace SalesAgent.Core.Orchestration.Steps;

/// <summary>Reads when the rep is taken and picks times that are free. Any doubt means no times, never invented ones.</summary>
internal sealed class CalendarAvailability(CalendarClient calendar, IOptions<SchedulingOptions> options, TimeProvider time) : IStep
{
    /// <summary>So many days hold the widest horizon of working days; the connector takes no longer question.</summary>
    private static readonly TimeSpan LongestLook = CalendarClient.LongestWindow - TimeSpan.FromHours(1);

    public string Name => StepNames.CalendarAvailability;

    public string Outside => "The calendar";

    public async Task<StepResult> RunAsync(RunJournal journal, CancellationToken cancellationToken)
    {
        var rep = journal.Rep;
        var now = time.GetUtcNow();
        var until = now + LookAhead();
        var busy = await calendar.FreeBusyAsync(rep.Email, now, until, cancellationToken);
        var free = SlotFinder.Candidates(new SlotQuestion
        {
            Now = now,
            Busy = [.. busy.Busy.Select(interval => new BusyTime(interval.Start, interval.End))],
            KnownUntil = until,
            Hours = rep.Hours,
            TimeZone = rep.TimeZone,
            SlotLength = TimeSpan.FromMinutes(options.Value.SlotMinutes),
            HorizonBusinessDays = options.Value.HorizonBusinessDays,
            MinimumNotice = TimeSpan.FromHours(options.Value.MinimumNoticeHours),
            Buffer = TimeSpan.FromMinutes(options.Value.BufferMinutes),
        });
        var (availability, warnings) = Choose(busy.AsOf, free, journal.Dossier.WantedTimes);
        return new StepResult.Done(
            availability.Offered.Count switch
            {
                0 => $"Nothing free within {options.Value.HorizonBusinessDays} working days.",
                1 => "One free time.",
                var count => $"{count} free times.",
            },
            run => run with { Dossier = (run.Dossier with { Availability = availability }).WithWarnings(Name, warnings) });
    }

    private (Availability Availability, IReadOnlyList<string> Warnings) Choose(DateTimeOffset asOf, IReadOnlyList<Slot> free, IReadOnlyList<string>? wanted)
    {
        if (wanted is null)
        {
            var offer = SlotOffer.Pick(free, options.Value.Slots);
            return (new Availability(asOf, Ordered(offer.Times.Concat(offer.Alternatives)), offer.Times), []);
        }

        var chosen = free.Where(slot => wanted.Contains(slot.Id)).ToArray();
        var others = SlotOffer.Pick([.. free.Except(chosen)], options.Value.Slots);
        var gone = wanted.Count - chosen.Length;
        return (
            new Availability(asOf, Ordered(chosen.Concat(others.Times).Concat(others.Alternatives)), chosen),
            gone == 0 ? [] : [gone == 1 ? "One of the times you picked is no longer free and was left out." : $"{gone} of the times you picked are no longer free and were left out."]);
    }

    private static Slot[] Ordered(IEnumerable<Slot> slots) => [.. slots.OrderBy(slot => slot.Start)];

    private TimeSpan LookAhead()
    {
        var generous = TimeSpan.FromDays((options.Value.HorizonBusinessDays * 2) + 4);
        return generous < LongestLook ? generous : LongestLook;
    }
}
