using System.Globalization;

namespace SalesAgent.Core.Connectors.HubSpot;

public readonly record struct CompanyId(long Value)
{
    public override string ToString() => Value.ToString(CultureInfo.InvariantCulture);
}

public sealed record Company
{
    public required CompanyId Id { get; init; }

    public string? Name { get; init; }

    public string? Domain { get; init; }

    public string? Industry { get; init; }

    public OwnerId? OwnerId { get; init; }
}
