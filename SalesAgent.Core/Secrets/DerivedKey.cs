using System.Security.Cryptography;
using System.Text;

namespace SalesAgent.Core.Secrets;

/// <summary>One key per purpose from the root secret (HKDF, RFC 5869), so that no two uses share key material.</summary>
public static class DerivedKey
{
    /// <returns>32 bytes, always the same for the same secret and purpose.</returns>
    public static byte[] For(string purpose, string secretKey) =>
        HKDF.DeriveKey(
            HashAlgorithmName.SHA256,
            Encoding.UTF8.GetBytes(secretKey),
            32,
            info: Encoding.UTF8.GetBytes($"salesagent:{purpose}")
        );
}
