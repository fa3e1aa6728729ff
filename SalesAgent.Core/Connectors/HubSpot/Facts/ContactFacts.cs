using System.Text.Json.Serialization;

namespace SalesAgent.Core.Connectors.HubSpot.Facts;

/// <summary>
/// What a portal knows of a contact that should stop or change a mail. Null is "HubSpot has nothing there"; that nobody has looked is a
/// contact without facts. Stages and states are a portal's own to name: whatever it says is kept as it is.
/// </summary>
public sealed record ContactFacts
{
    public string? LifecycleStage { get; init; }

    public string? LeadStatus { get; init; }

    /// <summary>They opted out: of all mail, or of a kind that the settings name.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool OptedOut { get; init; }

    /// <summary>Mail to them came back for good, and why as HubSpot calls it; empty when it does not say.</summary>
    public string? Bounce { get; init; }

    /// <summary>When they last booked a meeting on a page of the portal.</summary>
    public DateTimeOffset? MeetingBookedAt { get; init; }

    /// <summary>When a meeting with them is, or last was.</summary>
    public DateTimeOffset? MeetingAt { get; init; }

    /// <summary>How many deals they take part in, open or not.</summary>
    public int? Deals { get; init; }
}
