using SalesAgent.Core.Connectors;
using SalesAgent.Core.Records;
using SalesAgent.Core.Records.Ledger;
using SalesAgent.Core.Records.Runs;
using SalesAgent.Core.Review;
using SalesAgent.Core.Work;
using SalesAgent.Core.Work.Patience;

namespace SalesAgent.Core.Orchestration;

/// <summary>Puts a run off because somebody outside does not answer, and tells its rep so when that takes a while.</summary>
internal sealed class PutOff(
    OutsidePatience patience,
    RateLimitPauses rateLimits,
    TellWaiting tellWaiting,
    OpenLedger ledger,
    TimeProvider time
)
{
    /// <summary>Where each try may leave one more card in a channel, the tries are as far apart as the later ones of other work.</summary>
    private const int StepsAheadForCopies = 3;

    /// <summary>No pause of the queue is longer, so a row of the ledger that is overdue after it has lost its item.</summary>
    public static readonly TimeSpan LongestPause = TimeSpan.FromHours(1.5);

    /// <summary>A step that the draft cannot do without. Ends the worker's claim.</summary>
    public async Task<WorkResult> WholeRunAsync(
        RunJournal journal,
        LeadId id,
        string outside,
        StepResult.Postponed postponed,
        int attempt,
        CancellationToken cancellationToken
    )
    {
        if (postponed.Because is not { } because)
        {
            await journal.CommitAsync(cancellationToken, release: true);
            await ledger.NoteAsync(id, OpenLedger.Patience + (postponed.Delay ?? LongestPause), cancellationToken);
            return new WorkResult.Later(postponed.Detail, postponed.Delay);
        }

        var isRateLimit = because is FailureKind.RateLimited;
        var stall = Stall.After(journal.Run.Stalled, outside, time.GetUtcNow());
        var pause = patience.PauseAfter(attempt, stall, isRateLimit, postponed.Delay);
        journal.Note(run => run with { Stalled = stall });
        await journal.CommitAsync(cancellationToken, release: true);
        await ledger.NoteAsync(id, OpenLedger.Patience + pause, cancellationToken);
        if (patience.IsWorthTelling(stall, postponed.Delay))
            await tellWaiting.ToRepAsync(journal.State, stall, cancellationToken);
        return patience.Next(postponed.Detail, attempt, stall, isRateLimit, pause);
    }

    /// <summary>How the run waits whose draft is there, for what is missing beside it. To be noted with the end of the pass.</summary>
    public Stall For(RunJournal journal, string outside) => Stall.After(journal.Run.Stalled, outside, time.GetUtcNow());

    /// <summary>A card could not be brought up to date.</summary>
    public WorkResult Card(LeadId id, ConnectorException failure, int attempt)
    {
        var isRateLimit = failure.Kind is FailureKind.RateLimited;
        var stall = isRateLimit ? rateLimits.Again(LeadClaims.Cards(id.Value), "Teams") : Stall.After(null, "Teams", time.GetUtcNow());
        var pause = patience.PauseAfter(attempt, stall, isRateLimit, failure.RetryAfter);
        return patience.Next($"the card is not up to date: {failure.Message}", attempt, stall, isRateLimit, pause);
    }

    /// <summary>HubSpot's record changed and could not be read again; the draft is there as it was.</summary>
    public WorkResult Reading(LeadId id, ConnectorException failure, int attempt)
    {
        var stall = Stall.After(null, failure.VendorName(), time.GetUtcNow());
        var isRateLimit = failure.Kind is FailureKind.RateLimited;
        return patience.Next(
            $"the record of lead {id} is not read again yet: {failure.Message}",
            attempt,
            stall,
            isRateLimit,
            patience.PauseAfter(attempt, stall, isRateLimit, failure.RetryAfter)
        );
    }

    /// <summary>The draft is there; parts of the rest are not.</summary>
    public async Task<WorkResult> PartsAsync(
        RunJournal journal,
        LeadId id,
        Stall stall,
        IReadOnlyList<(string Step, StepResult.Missing Missing)> parts,
        int attempt,
        CancellationToken cancellationToken
    )
    {
        var isRateLimit = parts.All(part => part.Missing.Because is FailureKind.RateLimited);
        var copies =
            journal.Review is { CopyMayExist: true } && parts.Any(part => part.Step == StepNames.RequestApproval) ? StepsAheadForCopies : 0;
        var pause = patience.PauseAfter(attempt + copies, stall, isRateLimit, parts.Max(part => part.Missing.Delay));
        await ledger.NoteAsync(id, LongestPause + pause, cancellationToken);
        return patience.Next(
            string.Join("; ", parts.Select(part => $"{part.Step}: {part.Missing.Detail}")),
            attempt,
            stall,
            isRateLimit,
            pause
        );
    }
}
