namespace SalesAgent.Core.Policy;

/// <summary>Root keys that belong to no section.</summary>
public sealed class InstallationOptions
{
    /// <summary>What Development runs with. Every other environment refuses it.</summary>
    public const string DevelopmentSecretKey = "development-only-secret-key-0123456789abcdef";

    /// <summary>At least this many characters.</summary>
    public const int MinimumSecretKeyLength = 32;

    /// <summary>Root secret of the installation: keys for person hashes, sealing and the operator routes are derived from it.</summary>
    public string SecretKey { get; set; } = "";
}
