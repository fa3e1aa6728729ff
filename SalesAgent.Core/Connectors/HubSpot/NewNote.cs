using System.Globalization;

namespace SalesAgent.Core.Connectors.HubSpot;

public readonly record struct NoteId(long Value)
{
    public override string ToString() => Value.ToString(CultureInfo.InvariantCulture);
}

/// <summary>Something to be remembered, on the contact's timeline. At most 65,536 characters once it is HTML.</summary>
public sealed record NewNote
{
    public required ContactId Contact { get; init; }

    public CompanyId? Company { get; init; }

    public OwnerId? Owner { get; init; }

    public required TimelineText Text { get; init; }

    /// <summary>Its place on the timeline.</summary>
    public required DateTimeOffset At { get; init; }
}
