using System.Text.Json.Serialization;
using SalesAgent.Core.Work.Patience;

namespace SalesAgent.Core.Records.Runs;

/// <summary>How far a lead has come.</summary>
public sealed record Run
{
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>When every step had its outcome, or null.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    public Dossier Dossier { get; init; } = new();

    /// <summary>One per step of the build that went on with it last, in their order.</summary>
    public required IReadOnlyList<StepReport> Steps { get; init; }

    /// <summary>Writes to the outside that were begun and whose end is not recorded yet: look before writing again.</summary>
    public IReadOnlyList<string> Intents { get; init; } = [];

    /// <summary>Who works on it, or null.</summary>
    public LeadClaim? Claim { get; init; }

    /// <summary>Another lead is about the same person and came first; this one wrote nothing.</summary>
    public string? MergedInto { get; init; }

    /// <summary>The run waits for a vendor, or null.</summary>
    public Stall? Stalled { get; init; }

    /// <summary>
    /// It ended because nobody outside answered for as long as the queue was patient: an operator's retry goes on where it stopped.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool GivenUp { get; init; }

    /// <summary>The operator's retry (<see cref="Work.WorkItem.Retry"/>) that was taken up last, so that each is taken up once.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Reopened { get; init; }

    /// <summary>Drafts whose write was begun for an earlier rep and not seen to end: they may still arrive. Null: none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<LeftDraft>? LeftBehind { get; init; }

    /// <summary>
    /// What was learned after the draft was first written and made this version of it, a sentence for its reader; or null.
    /// </summary>
    public string? MadeUp { get; init; }

    public static Run Begin(DateTimeOffset now) => new() { StartedAt = now, Steps = [.. StepOrder.Names.Select(NotRunYet)] };

    /// <summary>A step that this run has never met waits, as it does in a new run.</summary>
    public StepReport Step(string name) => Steps.FirstOrDefault(step => step.Name == name) ?? NotRunYet(name);

    /// <summary>False when the build that went on with it last had no such step.</summary>
    public bool HasMet(string step) => Steps.Any(met => met.Name == step);

    public Run With(StepReport report) =>
        this with
        {
            Steps = HasMet(report.Name) ? [.. Steps.Select(step => step.Name == report.Name ? report : step)] : [.. Steps, report],
        };

    /// <summary>
    /// As this build goes on with it: steps that it has never met wait, and what is unfinished of steps that are gone is not waited for.
    /// One that has ended stays as it is, until something in it is due again.
    /// </summary>
    public Run AsOfThisBuild() =>
        EndedAt is not null || Steps.Select(step => step.Name).SequenceEqual(StepOrder.Names)
            ? this
            : this with
            {
                Steps =
                [
                    .. StepOrder.Names.Select(Step),
                    .. Steps.Where(step => step.Status is StepStatus.Done && !StepOrder.Names.Contains(step.Name)),
                ],
            };

    /// <summary>Has steps done again.</summary>
    public Run Due(IReadOnlyCollection<string> names)
    {
        var due = this with { EndedAt = null, GivenUp = false, MadeUp = null, Steps = WaitingAgain(names) };
        return due.AsOfThisBuild();
    }

    /// <summary>Has steps done again whose absence the draft could do without: the run stays ended.</summary>
    public Run Repeat(IReadOnlyCollection<string> names) => this with { Steps = WaitingAgain(names) };

    /// <summary>Goes on where it was given up.</summary>
    public Run Reopen() =>
        Due([.. Steps.Where(step => step.Status is StepStatus.Failed or StepStatus.Skipped).Select(step => step.Name)]) with
        {
            Stalled = null,
        };

    /// <summary>Ends it because nobody outside answered.</summary>
    public Run GiveUp(DateTimeOffset now)
    {
        var stopped =
            Steps.FirstOrDefault(step => step is { Status: StepStatus.Waiting, Detail.Length: > 0 })
            ?? Steps.First(step => step.Status is StepStatus.Waiting);
        return this with
        {
            EndedAt = now,
            GivenUp = true,
            Stalled = null,
            Claim = null,
            Steps =
            [
                .. Steps.Select(step =>
                    step.Status is not StepStatus.Waiting
                        ? step
                        : step with
                        {
                            Status = step.Name == stopped.Name ? StepStatus.Failed : StepStatus.Skipped,
                        }
                ),
            ],
        };
    }

    /// <summary>Repeats nothing more by itself.</summary>
    public Run StopRepeating() =>
        this with
        {
            Stalled = null,
            Steps = [.. Steps.Select(step => step.TryAgain is true ? step with { TryAgain = false } : step)],
        };

    public Run Intend(string write) => Intents.Contains(write) ? this : this with { Intents = [.. Intents, write] };

    public Run Settle(string write) => this with { Intents = [.. Intents.Where(intent => intent != write)] };

    /// <summary>Ended early, without anything to review.</summary>
    [JsonIgnore]
    public bool IsFailed => EndedAt is not null && Steps.Any(step => step.Status is StepStatus.Failed);

    /// <summary>completed: all steps done. degraded: something is missing. failed: ended early. running: not there yet.</summary>
    public string Status =>
        EndedAt is null ? "running"
        : IsFailed ? "failed"
        : Steps.All(step => step.Status is StepStatus.Done) ? "completed"
        : "degraded";

    private static StepReport NotRunYet(string name) => new(name, StepStatus.Waiting, 0, "");

    private IReadOnlyList<StepReport> WaitingAgain(IReadOnlyCollection<string> names) =>
        [.. Steps.Select(step => names.Contains(step.Name) ? step with { Status = StepStatus.Waiting } : step)];
}
