namespace SalesAgent.Bot.Sandbox.HubSpot.Objects;

/// <summary>One object of the portal as it was at a moment. Replaced as a whole on every change.</summary>
/// <param name="SearchableAt">From when on the search index knows this state.</param>
internal sealed record HubSpotRecord(
    string Type,
    long Id,
    IReadOnlyDictionary<string, string> Properties,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt,
    DateTimeOffset SearchableAt,
    bool Archived
)
{
    public string? this[string property] => Properties.GetValueOrDefault(property);
}
