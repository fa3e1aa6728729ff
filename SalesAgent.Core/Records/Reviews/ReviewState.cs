namespace SalesAgent.Core.Records.Reviews;

public enum ReviewState
{
    /// <summary>Waits for a decision.</summary>
    Proposed,

    /// <summary>Other times or a repeated step are being worked in; buttons rest until the new version is there.</summary>
    Updating,

    Approved,
    Rejected,

    /// <summary>A newer draft to the same person took its place.</summary>
    Superseded,

    /// <summary>Nobody decided in time.</summary>
    Expired,

    /// <summary>The run ended without a draft; the card tells the rep why.</summary>
    Failed,
}
