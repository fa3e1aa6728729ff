using System.Security.Cryptography;
using System.Text;

namespace SalesAgent.Core.Secrets.Keys;

/// <summary>
/// The record with a keyed hash of every setting of the last start. It also tells which <c>SecretKey</c> a storage of the release before
/// was written under.
/// </summary>
public static class SettingsRecord
{
    public const string Partition = "policy";
    public const string Key = "settings";

    /// <summary>As it stands in the record: nobody can read the setting from it.</summary>
    public static string HashOf(string setting, string value, ReadOnlySpan<byte> key) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes($"{setting}={value}")).AsSpan(0, 8));
}
