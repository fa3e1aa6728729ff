namespace SalesAgent.Bot.Protocol;

/// <summary>What an Authorization header proves.</summary>
internal abstract record TokenCheck
{
    private TokenCheck() { }

    /// <summary>The channel's own token for this bot.</summary>
    /// <param name="ServiceUrl">The claim the activity has to agree with, or null when the token has none.</param>
    /// <param name="Endorsements">The channels the signing key may speak for.</param>
    public sealed record Proven(string? ServiceUrl, IReadOnlyList<string> Endorsements) : TokenCheck;

    /// <summary>No token, where none is asked for.</summary>
    public sealed record Anonymous : TokenCheck;

    public sealed record Refused(Refusal Refusal) : TokenCheck;
}
