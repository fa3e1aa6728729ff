namespace SalesAgent.Core.Secrets;

/// <summary>Root keys that belong to no section.</summary>
public sealed class InstallationOptions
{
    /// <summary>What Development runs with. Every other environment refuses it.</summary>
    public const string DevelopmentSecretKey = "development-only-secret-key-0123456789abcdef";

    /// <summary>At least this many characters.</summary>
    public const int MinimumSecretKeyLength = 32;

    /// <summary>Root secret of the installation: opens the keys of the storage (<see cref="Keys.StoreKeys"/>). It lets nobody in.</summary>
    public string SecretKey { get; set; } = "";

    /// <summary>During a rotation: the <see cref="SecretKey"/> that the storage was written under.</summary>
    public string? PreviousSecretKey { get; set; }

    /// <summary>Start with new keys on a storage whose <see cref="SecretKey"/> is lost.</summary>
    public bool SecretKeyLost { get; set; }
}
