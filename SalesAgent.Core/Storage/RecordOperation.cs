namespace SalesAgent.Core.Storage;

/// <summary>One conditional write of a commit.</summary>
public abstract record RecordOperation(string Key)
{
    /// <summary>The body it writes; null for a delete.</summary>
    internal string? NewBody =>
        this switch
        {
            Add add => add.Body,
            Replace replace => replace.Body,
            Put put => put.Body,
            _ => null,
        };

    /// <summary>The version it insists on, or null.</summary>
    internal string? ExpectedVersion =>
        this switch
        {
            Replace replace => replace.Version,
            Delete delete => delete.Version,
            _ => null,
        };

    /// <summary>Fails the commit when the key exists.</summary>
    public sealed record Add(string Key, string Body) : RecordOperation(Key);

    /// <summary>Fails the commit unless the record still has <paramref name="Version"/>.</summary>
    public sealed record Replace(string Key, string Body, string Version) : RecordOperation(Key);

    /// <summary>Fails the commit unless the record still has <paramref name="Version"/>.</summary>
    public sealed record Delete(string Key, string Version) : RecordOperation(Key);

    /// <summary>Writes whatever was there; for projections, which can be rebuilt.</summary>
    public sealed record Put(string Key, string Body) : RecordOperation(Key);
}
