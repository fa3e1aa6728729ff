namespace SalesAgent.Core.Orchestration;

/// <summary>Who the lead is, cleaned and capped. What HubSpot knew wins over what a form said, but never for the address of a form.</summary>
public sealed record Prospect
{
    /// <summary>Normalised; every draft of the run goes here and nowhere else.</summary>
    public required string Email { get; init; }
    public string? FirstName { get; init; }
    public string? LastName { get; init; }
    public string? Company { get; init; }
    public string? JobTitle { get; init; }
    public string? Phone { get; init; }
    public string? Message { get; init; }
    public string? FormName { get; init; }
    public string? TimeZone { get; init; }

    public string? FullName => (FirstName, LastName) switch
    {
        (null, null) => null,
        ({ } first, null) => first,
        (null, { } last) => last,
        ({ } first, { } last) => $"{first} {last}",
    };
}
