namespace SalesAgent.Core.Forgetting.Deletions;

/// <summary>Something that HubSpot says happened to a record of its own. Ids are all that is told.</summary>
/// <param name="At">By HubSpot's clock; null when it was not told.</param>
public abstract record RecordNews(long PortalId, RecordKind Kind, DateTimeOffset? At)
{
    /// <summary>Put into the recycling bin. HubSpot says so too of what was merged into another, and of what was erased.</summary>
    public sealed record Deleted(long PortalId, RecordKind Kind, long Id, DateTimeOffset? At) : RecordNews(PortalId, Kind, At);

    /// <summary>Taken out of it again.</summary>
    public sealed record Restored(long PortalId, RecordKind Kind, long Id, DateTimeOffset? At) : RecordNews(PortalId, Kind, At);

    /// <summary>Erased for good, as the law asks for it.</summary>
    public sealed record Erased(long PortalId, long Id, DateTimeOffset? At) : RecordNews(PortalId, RecordKind.Contact, At);

    /// <summary>One record became part of another, which may have a new id.</summary>
    /// <param name="Id">The one that is gone.</param>
    /// <param name="Into">The one there is.</param>
    public sealed record Merged(long PortalId, RecordKind Kind, long Id, long Into, DateTimeOffset? At) : RecordNews(PortalId, Kind, At);
}
