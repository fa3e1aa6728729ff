using SalesAgent.Core.Audit;
using SalesAgent.Core.Records.Joining;
using SalesAgent.Core.Records.Reviews;
using SalesAgent.Core.Records.Runs;

namespace SalesAgent.Core.Records;

/// <summary>Everything stored about one lead, as of one moment.</summary>
public sealed record LeadState
{
    public required Lead Lead { get; init; }
    public required Run Run { get; init; }

    /// <summary>Null until the draft is shown for the first time.</summary>
    public LeadReview? Review { get; init; }

    /// <summary>What came in about it after it was accepted; null when nothing did.</summary>
    public LaterSigns? Later { get; init; }

    /// <summary>All that came in about it, what it was accepted with first.</summary>
    public IReadOnlyList<IncomingLead> Signs => [Lead.Incoming, .. Later?.Signs ?? []];

    public required AuditChain Audit { get; init; }

    /// <summary>Null unless the lead is about to be forgotten: then nothing more is begun about it.</summary>
    public DateTimeOffset? ForgettingSince { get; init; }

    public bool IsBeingForgotten => ForgettingSince is not null;

    /// <summary>Null until the run has come so far that anything of it is stored.</summary>
    internal string? RunVersion => Versions.GetValueOrDefault(LeadRecords.RunKey);

    /// <summary>Version of each record this was read from, by key.</summary>
    public required IReadOnlyDictionary<string, string> Versions { get; init; }
}
