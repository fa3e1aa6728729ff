namespace SalesAgent.Core.Records.Persons;

/// <summary>A record of HubSpot's is part of another by now.</summary>
/// <param name="Key">Of the other.</param>
/// <param name="Record">The other's id; null once its person was forgotten.</param>
/// <param name="At">When they were merged, by HubSpot's clock.</param>
internal sealed record RecordMove(string Key, long? Record, DateTimeOffset At)
{
    /// <summary>Whether one of that moment comes after this one. Of two in one moment always the same one does.</summary>
    public bool IsBefore(DateTimeOffset at, string key) => At < at || (At == at && string.CompareOrdinal(Key, key) < 0);
}
