using System.Security.Cryptography;
using System.Text;
using SalesAgent.Core.Secrets.Keys;

namespace SalesAgent.Core.Evidence.Anchors;

/// <summary>Marks records as written by this installation: a keyed hash, which nobody can make who has only the store.</summary>
internal sealed class AuditSeal(StoreKeys keys)
{
    public string Of(string text) => Of(text, keys.Newest(KeyPurpose.Audit));

    /// <summary>Whether a seal is ours: made with the key of now, or with one from before a rotation.</summary>
    public bool Matches(string text, string? seal) =>
        seal is { Length: > 0 }
        && keys.Find(KeyPurpose.Audit, key => Of(text, key) is var own && IsSame(own, seal) ? own : null) is not null;

    private static string Of(string text, byte[] key) => Convert.ToHexStringLower(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(text)));

    private static bool IsSame(string one, string other) =>
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(one), Encoding.UTF8.GetBytes(other));
}
