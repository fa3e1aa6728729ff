namespace SalesAgent.Core.Records;

/// <summary>The visible mark by which a task or note of ours is found again; HubSpot takes no key of ours for that.</summary>
internal static class FilingReference
{
    /// <summary>The end of the id: its beginning tells the time, which leads of one second share.</summary>
    /// <param name="about">Upper-case word for what was filed.</param>
    public static string For(string leadId, string about) => $"SA-{leadId[^12..].ToUpperInvariant()}-{about}";
}
