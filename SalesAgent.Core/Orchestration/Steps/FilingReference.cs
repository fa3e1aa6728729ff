namespace SalesAgent.Core.Orchestration.Steps;

/// <summary>The visible mark by which a task or note of ours is found again; HubSpot takes no key of ours for that.</summary>
internal static class FilingReference
{
    /// <param name="about">Upper-case word for what was filed.</param>
    public static string For(string leadId, string about) => $"SA-{leadId[..12].ToUpperInvariant()}-{about}";
}
