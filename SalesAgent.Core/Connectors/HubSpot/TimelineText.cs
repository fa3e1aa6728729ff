namespace SalesAgent.Core.Connectors.HubSpot;

/// <summary>The body of a task or note: plain lines, then links, then the reference. The client turns it into safe HTML.</summary>
public sealed record TimelineText
{
    /// <summary>Plain text, one paragraph each. Markup in it is shown, not obeyed.</summary>
    public IReadOnlyList<string> Lines { get; init; } = [];

    /// <summary>Only http and https targets are written.</summary>
    public IReadOnlyList<TimelineLink> Links { get; init; } = [];

    /// <summary>
    /// Stands visibly at the end, and finds the entry again when a write got no answer. 4 to 64 letters, digits and <c>-</c>.
    /// </summary>
    public required string Reference { get; init; }
}

public sealed record TimelineLink(string Text, Uri Target);
