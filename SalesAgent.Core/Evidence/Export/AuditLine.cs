using SalesAgent.Core.Audit;

namespace SalesAgent.Core.Evidence.Export;

/// <summary>One exported entry.</summary>
/// <param name="Chain"><c>lead:…</c> or <c>system</c>.</param>
/// <param name="Details">With the seal opened; null when there are none, or when the key is gone.</param>
public sealed record AuditLine(string Chain, AuditEntry Entry, string? Details)
{
    /// <summary>Whether there are details, and whether they can be read: <c>none</c>, <c>open</c> or <c>sealed</c>.</summary>
    public string DetailsState =>
        Entry.Details is null ? "none"
        : Details is null ? "sealed"
        : "open";
}
