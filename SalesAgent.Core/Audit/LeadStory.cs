using SalesAgent.Core.Leads;

namespace SalesAgent.Core.Audit;

/// <summary>The audit of one lead, readable.</summary>
/// <param name="Lines">Every entry that can be read.</param>
/// <param name="Fault">What is wrong with the chain, or null when it is whole.</param>
public sealed record LeadStory(LeadState State, IReadOnlyList<LeadStory.Line> Lines, string? Fault)
{
    /// <param name="Details">The entry's details with the seal opened; null when there are none or the key is gone.</param>
    public sealed record Line(AuditEntry Entry, string? Details);

    /// <summary>Null when there is no such lead.</summary>
    public static async Task<LeadStory?> ReadAsync(LeadRecords records, LeadId id, CancellationToken cancellationToken)
    {
        if (await records.FindAsync(id, cancellationToken) is not { } state) return null;

        var rows = await records.AuditEntriesAsync(id, cancellationToken);
        var lines = rows.Select(row => AuditEntry.TryRead(row.Body)).OfType<AuditEntry>().Select(entry => new Line(entry, state.Audit.Open(entry.Details)));
        return new LeadStory(state, [.. lines], state.Audit.FindFault(rows));
    }
}
