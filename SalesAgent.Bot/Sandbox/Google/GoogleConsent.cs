namespace SalesAgent.Bot.Sandbox.Google;

/// <summary>
/// What the person in front of the sandbox's consent page does; by default, agree to everything as who they are taken for.
/// </summary>
internal sealed record GoogleConsent
{
    /// <summary>Signs in to this account instead of the suggested one.</summary>
    public string? SignInAs { get; init; }

    /// <summary>Scopes whose box is not ticked.</summary>
    public IReadOnlyList<string> Untick { get; init; } = [];

    /// <summary>Google gives access for an hour and nothing lasting, as to somebody who consented before.</summary>
    public bool WithoutRefreshToken { get; init; }

    /// <summary>Goes back with this error instead: <c>access_denied</c>, <c>admin_policy_enforced</c>, …</summary>
    public string? Error { get; init; }
}
