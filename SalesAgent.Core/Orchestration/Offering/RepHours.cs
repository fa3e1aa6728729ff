using Microsoft.Extensions.Options;
using SalesAgent.Core.Connectors.Calendar;
using SalesAgent.Core.Drafting;
using SalesAgent.Core.People;

namespace SalesAgent.Core.Orchestration.Offering;

/// <summary>When a rep works: as configured for them, else as their Google Workspace calendar says, else as everybody does.</summary>
internal sealed class RepHours(CalendarClient calendar, IOptions<SchedulingOptions> options, TimeProvider time)
{
    /// <summary>
    /// Read in parallel with free/busy and cached by the client: only the first call after a start waits, and not for long.
    /// </summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    private static readonly TimeOnly LastMinute = new(23, 59);

    private readonly WorkingHours everybodys = WorkingHours.Parse(options.Value.WorkingHours);

    public async Task<WorkingHours> OfAsync(Rep rep, CancellationToken cancellationToken)
    {
        if (rep.Hours is { } own)
            return own;

        using var patience = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            var settings = await calendar.SettingsAsync(rep.Email, either.Token);
            return settings.WorkingHours is { } periods ? Week(periods) : everybodys;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return everybodys;
        }
    }

    /// <summary>On the rep's own clock, which is configured: somebody who moved works nine to five where they are.</summary>
    private static WorkingHours Week(IReadOnlyList<WorkingPeriod> periods) =>
        WorkingHours.Of(
            periods.Select(period =>
                (
                    period.Day,
                    new WorkingHours.Period(
                        TimeOnly.FromTimeSpan(period.From),
                        period.To < TimeSpan.FromDays(1) ? TimeOnly.FromTimeSpan(period.To) : LastMinute
                    )
                )
            )
        );
}
