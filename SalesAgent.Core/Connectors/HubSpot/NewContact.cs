namespace SalesAgent.Core.Connectors.HubSpot;

/// <summary>A contact to be created. What is null is left out.</summary>
public sealed record NewContact
{
    public required string Email { get; init; }

    public string? FirstName { get; init; }

    public string? LastName { get; init; }

    public string? Company { get; init; }

    public string? JobTitle { get; init; }

    public string? Phone { get; init; }

    public OwnerId? OwnerId { get; init; }

    public string? LifecycleStage { get; init; }
}

/// <param name="IsNew">False: somebody had the address already, and this is who.</param>
public sealed record ContactCreation(Contact Contact, bool IsNew);
