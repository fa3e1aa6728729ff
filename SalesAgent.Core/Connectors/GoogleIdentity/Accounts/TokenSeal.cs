using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;
using SalesAgent.Core.Policy;

namespace SalesAgent.Core.Connectors.GoogleIdentity.Accounts;

/// <summary>
/// Seals what gives access (AES-256-GCM under a key of its own from <c>SecretKey</c>), bound to what it belongs to: a sealed
/// text that was put into another record does not open.
/// </summary>
internal sealed class TokenSeal(IOptions<InstallationOptions> options)
{
    private const int NonceBytes = 12;
    private const int TagBytes = 16;

    private readonly byte[] key = DerivedKey.For("google-tokens", options.Value.SecretKey);

    /// <returns>Base64 of nonce, text and tag.</returns>
    public string Seal(string text, string owner)
    {
        var plain = Encoding.UTF8.GetBytes(text);
        var box = new byte[NonceBytes + plain.Length + TagBytes];
        RandomNumberGenerator.Fill(box.AsSpan(0, NonceBytes));
        using var aes = new AesGcm(key, TagBytes);
        aes.Encrypt(box.AsSpan(0, NonceBytes), plain, box.AsSpan(NonceBytes, plain.Length), box.AsSpan(NonceBytes + plain.Length), Encoding.UTF8.GetBytes(owner));
        return Convert.ToBase64String(box);
    }

    /// <summary>Null when it was changed, belongs to another owner, or was sealed with another key.</summary>
    public string? Open(string? text, string owner)
    {
        var box = new byte[text?.Length ?? 0];
        if (!Convert.TryFromBase64String(text ?? "", box, out var length) || length < NonceBytes + TagBytes) return null;

        var plain = new byte[length - NonceBytes - TagBytes];
        try
        {
            using var aes = new AesGcm(key, TagBytes);
            aes.Decrypt(
                box.AsSpan(0, NonceBytes), box.AsSpan(NonceBytes, plain.Length), box.AsSpan(length - TagBytes, TagBytes), plain, Encoding.UTF8.GetBytes(owner));
            return Encoding.UTF8.GetString(plain);
        }
        catch (AuthenticationTagMismatchException)
        {
            return null;
        }
    }
}
