using System.Text.Json.Serialization;

namespace SalesAgent.Core.Orchestration;

/// <summary>How far a lead has come.</summary>
public sealed record Run
{
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>When every step had its outcome, or null.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    public Dossier Dossier { get; init; } = new();

    /// <summary>One per step, in their order.</summary>
    public required IReadOnlyList<StepReport> Steps { get; init; }

    /// <summary>Writes to the outside that were begun and whose end is not recorded yet: look before writing again.</summary>
    public IReadOnlyList<string> Intents { get; init; } = [];

    /// <summary>Who works on it, or null.</summary>
    public RunClaim? Claim { get; init; }

    /// <summary>Another lead is about the same person and came first; this one wrote nothing.</summary>
    public string? MergedInto { get; init; }

    public static Run Begin(DateTimeOffset now) => new()
    {
        StartedAt = now,
        Steps = [.. StepOrder.Names.Select(name => new StepReport(name, StepStatus.Waiting, 0, ""))],
    };

    public StepReport Step(string name) => Steps.First(step => step.Name == name);

    public Run With(StepReport report) => this with { Steps = [.. Steps.Select(step => step.Name == report.Name ? report : step)] };

    /// <summary>Has steps done again.</summary>
    public Run Due(IReadOnlyCollection<string> names) => this with
    {
        EndedAt = null,
        Steps = [.. Steps.Select(step => names.Contains(step.Name) ? step with { Status = StepStatus.Waiting } : step)],
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
}
