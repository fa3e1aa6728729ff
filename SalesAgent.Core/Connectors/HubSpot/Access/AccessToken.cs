using SalesAgent.Core.Storage;

namespace SalesAgent.Core.Connectors.HubSpot.Access;

/// <summary>Opens the account for about half an hour.</summary>
internal sealed record AccessToken(string Text, DateTimeOffset IssuedAt, DateTimeOffset ExpiresAt)
{
    private static readonly TimeSpan Early = TimeSpan.FromMinutes(5);

    /// <summary>
    /// Some minutes before the end it counts as over, so that no call is under way with a token that dies; of a very short life, half
    /// counts.
    /// </summary>
    public bool IsFreshAt(DateTimeOffset now) =>
        StoredTime.IsRecent(IssuedAt, now, ExpiresAt - IssuedAt)
        && now < ExpiresAt - (ExpiresAt - IssuedAt < 2 * Early ? (ExpiresAt - IssuedAt) / 2 : Early);

    // It must not get into a log by way of a record's own text.
    public override string ToString() => nameof(AccessToken);
}
