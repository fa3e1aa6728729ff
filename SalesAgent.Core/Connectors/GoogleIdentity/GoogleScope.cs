namespace SalesAgent.Core.Connectors.GoogleIdentity;

/// <param name="Uri">As Google writes it, <c>https://www.googleapis.com/auth/…</c>.</param>
/// <param name="Reason">Why we ask for it, for the person who consents.</param>
public sealed record GoogleScope(GoogleCapability Capability, string Uri, string Reason)
{
    /// <summary>Without the part that all of them share, such as <c>gmail.readonly</c>.</summary>
    public string Name => Uri[(Uri.LastIndexOf('/') + 1)..];
}
