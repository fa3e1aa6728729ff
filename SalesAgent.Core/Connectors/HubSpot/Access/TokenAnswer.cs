namespace SalesAgent.Core.Connectors.HubSpot.Access;

/// <summary>What HubSpot says when a grant is to be renewed.</summary>
internal abstract record TokenAnswer
{
    private TokenAnswer() { }

    /// <param name="RefreshToken">Null: the one that was used stays good.</param>
    public sealed record Granted(string AccessToken, string? RefreshToken, TimeSpan Lifetime) : TokenAnswer
    {
        public override string ToString() => nameof(Granted);
    }

    /// <summary>The app was uninstalled or the grant withdrawn: only a person can give another.</summary>
    public sealed record Gone : TokenAnswer;

    /// <summary>Something about the app itself is wrong, such as its secret.</summary>
    /// <param name="Code">HubSpot's word for it.</param>
    public sealed record Refused(string Code) : TokenAnswer;
}
