namespace SalesAgent.Core.People;

/// <summary>One entry of <c>Reps</c>.</summary>
public sealed class RepOptions
{
    public const string Section = "Reps";

    public string Name { get; init; } = "";
    public string Email { get; init; } = "";
    public string AadObjectId { get; init; } = "";
    public string? HubSpotOwnerId { get; init; }

    /// <summary>IANA (or Windows) id.</summary>
    public string TimeZone { get; init; } = "";

    /// <summary>Such as <c>Mon-Fri 09:00-17:00</c>; empty: <c>Scheduling:WorkingHours</c>.</summary>
    public string? WorkingHours { get; init; }

    public RepRole Role { get; init; }
    public string? Team { get; init; }
}
