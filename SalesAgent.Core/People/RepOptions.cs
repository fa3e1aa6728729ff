namespace SalesAgent.Core.People;

/// <summary>One entry of <c>Reps</c>.</summary>
public sealed class RepOptions
{
    public const string Section = "Reps";

    public string Name { get; set; } = "";
    public string Email { get; set; } = "";
    public string AadObjectId { get; set; } = "";
    public string? HubSpotOwnerId { get; set; }

    /// <summary>IANA (or Windows) id.</summary>
    public string TimeZone { get; set; } = "";

    /// <summary>
    /// Such as <c>Mon-Fri 09:00-17:00</c>; empty: those of their Google Workspace calendar, else <c>Scheduling:WorkingHours</c>.
    /// </summary>
    public string? WorkingHours { get; set; }

    /// <summary><c>rep</c> (the default) or <c>manager</c>.</summary>
    public string? Role { get; set; }
    public string? Team { get; set; }
}
