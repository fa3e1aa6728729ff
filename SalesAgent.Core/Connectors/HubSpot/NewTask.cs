using System.Globalization;

namespace SalesAgent.Core.Connectors.HubSpot;

public readonly record struct TaskId(long Value)
{
    public override string ToString() => Value.ToString(CultureInfo.InvariantCulture);
}

/// <summary>Something for the rep to do, on the contact's timeline.</summary>
public sealed record NewTask
{
    public required ContactId Contact { get; init; }

    public CompanyId? Company { get; init; }

    public OwnerId? Owner { get; init; }

    public required string Subject { get; init; }

    public required TimelineText Text { get; init; }

    public required DateTimeOffset DueAt { get; init; }
}
