namespace SalesAgent.Bot.Sandbox;

/// <summary>One person of the sandbox company, as each vendor knows them.</summary>
/// <param name="TeamsUserId">The pairwise Teams id (<c>29:…</c>).</param>
/// <param name="TimeZone">An IANA zone.</param>
/// <param name="WorkingHours">For example <c>Mon-Fri 09:00-17:00</c>.</param>
/// <param name="Role"><c>rep</c> or <c>manager</c>.</param>
internal sealed record SandboxRep(
    string Name,
    string Email,
    string AadObjectId,
    string TeamsUserId,
    string HubSpotOwnerId,
    string TimeZone,
    string WorkingHours,
    string Role
)
{
    /// <summary>Further addresses the mailbox writes under.</summary>
    public IReadOnlyList<string> Aliases { get; init; } = [];
}
