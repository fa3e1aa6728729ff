namespace SalesAgent.Core.Evidence.Checks;

/// <summary>What came of looking through the whole audit.</summary>
public sealed record AuditVerdict
{
    /// <summary>More than this are only counted.</summary>
    internal const int MostNamed = 1000;

    /// <summary>Leads whose chain was looked through.</summary>
    public required int Leads { get; init; }

    /// <summary>Leads of which an anchor tells and which the retention has removed.</summary>
    public required int Removed { get; init; }

    /// <summary>Entries of leads.</summary>
    public required long Entries { get; init; }

    /// <summary>Entries that are about no single lead.</summary>
    public required int SystemEntries { get; init; }

    /// <summary>Days that are anchored.</summary>
    public required int Anchors { get; init; }

    /// <summary>The newest day that is anchored; what happened since is only held by the chains themselves.</summary>
    public DateOnly? AnchoredUntil { get; init; }

    /// <summary>Hash of the newest anchor: kept outside, it proves later that nothing up to it was written anew.</summary>
    public string? AnchorHash { get; init; }

    public required int FaultCount { get; init; }

    /// <summary>The first thousand.</summary>
    public required IReadOnlyList<AuditFault> Faults { get; init; }
}

/// <param name="Chain"><c>lead:…</c>, <c>system</c>, <c>anchors</c>, or <c>ledger</c> for what is not anchored yet.</param>
/// <param name="Problem">Which entry, and what is wrong with it.</param>
public sealed record AuditFault(string Chain, string Problem);
