using System.Diagnostics;
using SalesAgent.Core.Telemetry;
using SalesAgent.Core.Work;

namespace SalesAgent.Core.Storage;

/// <summary>One of several writes that are made in their order.</summary>
/// <param name="Span">What it is traced as, one of <see cref="SpanNames"/>.</param>
/// <param name="LeadId">The lead that it is about, for the trace; null when it is about none.</param>
public abstract record OrderedWrite(string? Span, string? LeadId)
{
    /// <summary>As <see cref="IRecordStore.CommitAsync"/>; cannot be made when there is a conflict.</summary>
    public sealed record Commit(string Partition, IReadOnlyList<RecordOperation> Operations, string? Span = null, string? LeadId = null)
        : OrderedWrite(Span, LeadId);

    /// <summary>As <see cref="IWorkQueue.EnqueueAsync"/>.</summary>
    public sealed record Enqueue(WorkItem Item, TimeSpan Lease, string? Span = null, string? LeadId = null) : OrderedWrite(Span, LeadId)
    {
        /// <summary>
        /// False: nobody will hold it once all is written. A back end that makes all of it at once leaves it visible, without a lease; with
        /// any other the caller gives it back, because the state that it is about comes later.
        /// </summary>
        public bool IsHeld { get; init; } = true;
    }

    /// <summary>Writes nothing; cannot be made when there is such a record.</summary>
    public sealed record Unless(string Partition, string Key) : OrderedWrite(null, null);

    /// <summary>Null while nobody listens, or when it is not traced.</summary>
    internal Activity? Trace() => Span is null ? null : LeadTrace.Begin(Span, LeadId);
}
