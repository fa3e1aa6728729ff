namespace SalesAgent.Core.Forgetting.Deletions;

/// <summary>A contact that HubSpot says is gone. Its id is all that is told.</summary>
/// <param name="ForPrivacy">Erased for good (<c>contact.privacyDeletion</c>), rather than put into the recycling bin
/// (<c>contact.deletion</c>).</param>
public sealed record DeletedContact(long PortalId, long ContactId, bool ForPrivacy);
