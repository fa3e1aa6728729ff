namespace SalesAgent.Core.Storage;

public abstract record CommitResult
{
    /// <param name="Versions">The new version of each operation's record, in the order of the operations; null for a delete.</param>
    public sealed record Committed(IReadOnlyList<string?> Versions) : CommitResult;

    /// <summary>Nothing was written: <paramref name="Key"/> was not as the operation expected.</summary>
    public sealed record Conflict(string Key) : CommitResult;
}
