using SalesAgent.Core.Storage;

namespace SalesAgent.Core.Records.Ledger;

/// <summary>One row of the open ledger: a lead that is not finished.</summary>
/// <param name="DueAt">Overdue after this: if nobody works on it by then, its work item was lost.</param>
/// <param name="NotedAt">When this was written.</param>
internal sealed record OpenLead(string LeadId, DateTimeOffset DueAt, DateTimeOffset NotedAt)
{
    /// <summary>Longer than anything asks to be left alone.</summary>
    private static readonly TimeSpan Longest = OpenLedger.WhileUndecided + TimeSpan.FromHours(1);

    /// <summary>Also when the clock was set back behind the moment in which this was written, or one that was ahead wrote it.</summary>
    public bool IsDue(DateTimeOffset now) =>
        (DueAt != now && !StoredTime.IsAhead(DueAt, now, Longest)) || StoredTime.IsFromAhead(NotedAt, now);
}
