using Microsoft.Extensions.Options;
using SalesAgent.Core.Drafting;
using SalesAgent.Core.Orchestration.Offering;
using SalesAgent.Core.Records.Runs;

namespace SalesAgent.Core.Orchestration.Steps;

/// <summary>Reads when the rep is free and picks times to offer. Any doubt means no times, never invented ones.</summary>
internal sealed class CalendarAvailability(FreeTimes freeTimes, IOptions<SchedulingOptions> options) : IStep
{
    public string Name => StepNames.CalendarAvailability;

    public string Outside => "The calendar";

    public async Task<StepResult> RunAsync(RunJournal journal, CancellationToken cancellationToken)
    {
        var read = await freeTimes.ReadAsync(journal.Rep, journal.State, cancellationToken);
        return new StepResult.Done(
            OfferedTimes.From(read, journal.Dossier).Availability!.Offered.Count switch
            {
                0 => $"Nothing free within {options.Value.HorizonBusinessDays} working days.",
                1 => "One free time.",
                var count => $"{count} free times.",
            },
            run => run with { Dossier = OfferedTimes.From(read, run.Dossier) }
        );
    }
}
