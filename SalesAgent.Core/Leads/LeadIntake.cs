namespace SalesAgent.Core.Leads;

/// <summary>The one door for leads. When it answers, what it answered is on disk.</summary>
public sealed class LeadIntake(TimeProvider time)
{
    /// <summary>Takes several leads of one delivery; the answers are in their order.</summary>
    /// <exception cref="Storage.StorageUnavailableException">Nothing can be promised: the sender must deliver again.</exception>
    public Task<IReadOnlyList<IntakeResult>> AcceptAsync(IReadOnlyList<IncomingLead> leads, CancellationToken cancellationToken) =>
        throw new InvalidOperationException($"In the making since {time.GetUtcNow():u}.");
}
