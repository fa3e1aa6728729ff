using Microsoft.Extensions.Options;
using SalesAgent.Core.Audit;
using SalesAgent.Core.Connectors;
using SalesAgent.Core.Drafting;
using SalesAgent.Core.Records.Runs;
using SalesAgent.Core.Storage;

namespace SalesAgent.Core.Orchestration.Offering;

/// <summary>
/// Looks into the calendar once more before a draft is written, unless that was a moment ago: a model takes its time, and a
/// run that waited for Gmail comes back hours later.
/// </summary>
internal sealed class TimesBeforeWriting(FreeTimes freeTimes, IOptions<SchedulingOptions> options, TimeProvider time)
{
    /// <summary>Null when the draft can be written as it is. An unanswered question is noted for the card and holds nothing up.</summary>
    public async Task<StepResult.Outdated?> OutdatedAsync(RunJournal journal, CancellationToken cancellationToken)
    {
        if (journal.Dossier is not { Draft: { Times.Count: > 0 } draft, Availability: { } known })
            return null;
        if (StoredTime.IsRecent(known.AsOf, time.GetUtcNow(), TimeSpan.FromSeconds(options.Value.RecheckAfterSeconds)))
            return null;

        FreeSlots read;
        try
        {
            read = await freeTimes.ReadAsync(journal.Rep, journal.State, cancellationToken);
        }
        catch (ConnectorException failure)
        {
            journal.Note(
                run => run with { Dossier = run.Dossier with { Availability = known with { CouldNotBeReadAgain = true } } },
                AuditEvent.ConnectorError(journal.LeadId, failure.ConnectorName, failure.Operation, failure.Kind.ToString())
            );
            return null;
        }

        var free = read.All.Select(slot => slot.Id).ToHashSet(StringComparer.Ordinal);
        if (draft.Times.All(slot => free.Contains(slot.Id)))
        {
            var stillFree = known with
            {
                AsOf = read.AsOf,
                Free = [.. known.Free.Where(slot => free.Contains(slot.Id))],
                CouldNotBeReadAgain = false,
            };
            journal.Note(run => run with { Dossier = run.Dossier with { Availability = stillFree } });
            return null;
        }

        // What was never written has no number yet: the next text takes it.
        return new StepResult.Outdated(
            "One of the times has been taken in the meantime.",
            run =>
                (run with { Dossier = NoneLeft(OfferedTimes.From(read, run.Dossier)) with { Draft = run.Dossier.WrittenDraft } }).Due(
                    StepOrder.Draft
                )
        );
    }

    private static Dossier NoneLeft(Dossier dossier) =>
        dossier.Availability!.Offered.Count > 0
            ? dossier
            : dossier.WithWarnings(
                StepNames.CalendarAvailability,
                ["The times were taken while the draft was being made, and none are offered in their place."]
            );
}
