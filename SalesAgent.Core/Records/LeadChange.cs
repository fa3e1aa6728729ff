using SalesAgent.Core.Audit;
using SalesAgent.Core.Records.Joining;
using SalesAgent.Core.Records.Reviews;
using SalesAgent.Core.Records.Runs;

namespace SalesAgent.Core.Records;

/// <summary>A transition of a lead and the audit entries that tell it: they are stored together or not at all.</summary>
public sealed record LeadChange
{
    /// <summary>Null: stays as it is.</summary>
    public Run? Run { get; init; }

    /// <summary>Null: stays as it is.</summary>
    public LeadReview? Review { get; init; }

    /// <summary>What came in later. Null: stays as it is.</summary>
    public LaterSigns? Later { get; init; }

    /// <summary>From here on nothing is begun about the lead: it is about to be forgotten. Null: stays as it is.</summary>
    public DateTimeOffset? ForgettingSince { get; init; }

    public IReadOnlyList<AuditEvent> Events { get; init; } = [];
}
