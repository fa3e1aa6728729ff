using SalesAgent.Core.Audit;
using SalesAgent.Core.Records;

namespace SalesAgent.Core.Evidence;

/// <summary>The audit of one lead, readable.</summary>
/// <param name="Known">What is stored beside it; null when the lead was forgotten.</param>
/// <param name="Lines">Every entry that can be read.</param>
/// <param name="Fault">What is wrong with the chain, or null when it is whole.</param>
public sealed record LeadStory(LeadId Id, LeadState? Known, IReadOnlyList<LeadStory.Line> Lines, string? Fault)
{
    /// <exception cref="InvalidOperationException">The lead was forgotten.</exception>
    public LeadState State => Known ?? throw new InvalidOperationException($"Lead {Id} was forgotten.");

    public string Status => Known?.Run.Status ?? "forgotten";

    /// <param name="Details">The entry's details with the seal opened; null when there are none or the key is gone.</param>
    public sealed record Line(AuditEntry Entry, string? Details);

    /// <summary>Null when there is no such lead.</summary>
    public static async Task<LeadStory?> ReadAsync(LeadRecords records, LeadId id, CancellationToken cancellationToken)
    {
        var state = await records.FindAsync(id, cancellationToken);
        if ((state?.Audit ?? await records.FindChainAsync(id, cancellationToken)) is not { } chain)
            return null;

        var rows = await records.AuditEntriesAsync(id, cancellationToken);
        var lines = rows.Select(row => AuditEntry.TryRead(row.Body))
            .OfType<AuditEntry>()
            .Select(entry => new Line(entry, chain.Open(entry.Details)));
        return new LeadStory(id, state, [.. lines], chain.FindFault(rows));
    }
}
