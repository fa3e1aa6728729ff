namespace SalesAgent.Core.Secrets.Keys;

/// <summary>What a key of the storage is for. The one list: no two uses share a key.</summary>
public static class KeyPurpose
{
    /// <summary>Seals anchors, their end and the notes of the retention.</summary>
    public const string Audit = "audit";

    /// <summary>Seals the reps' Google tokens and the sign-ins that are under way.</summary>
    public const string GoogleTokens = "google-tokens";

    /// <summary>Seals the HubSpot grant, and hashes the refresh token that it came from.</summary>
    public const string HubSpotGrant = "hubspot-grant";

    /// <summary>Hashes people: their leads, who was forgotten, the names of Google accounts.</summary>
    public const string Person = "person";

    /// <summary>Hashes settings, so that a start can tell which ones changed.</summary>
    public const string SettingsTrail = "settings-trail";

    public static IReadOnlyList<string> All { get; } = [Audit, GoogleTokens, HubSpotGrant, Person, SettingsTrail];

    /// <summary>
    /// What a rotation of <c>SecretKey</c> makes a new key for. Not for people: nobody's address is stored with a forgotten person, so
    /// under a new key nobody could tell that they were forgotten. Not for the settings: they could not be compared any more.
    /// </summary>
    internal static IReadOnlyList<string> Renewed { get; } = [Audit, GoogleTokens, HubSpotGrant];
}
