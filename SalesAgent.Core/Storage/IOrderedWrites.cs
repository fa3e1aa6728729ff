namespace SalesAgent.Core.Storage;

/// <summary>
/// Writes that need each other in one order, known before the first is made. Where a back end can, they cost what one costs; a crash may
/// still leave the first of them without the rest.
/// </summary>
public interface IOrderedWrites
{
    /// <summary>
    /// Makes one after another. The first that cannot be made as it says ends it: those before it stay, those after it are not made.
    /// When this returns, what was made is on disk.
    /// </summary>
    /// <exception cref="StorageUnavailableException">Nothing can be said about the outcome: read before trying again.</exception>
    Task<OrderedOutcome> RunAsync(IReadOnlyList<OrderedWrite> writes, CancellationToken cancellationToken);
}

/// <param name="EndedAt">The write that could not be made; null when all were.</param>
/// <param name="Enqueued">What went onto the queue, in order.</param>
public sealed record OrderedOutcome(OrderedWrite? EndedAt, IReadOnlyList<Work.LeasedWork> Enqueued);
