using System.Security.Cryptography;
using System.Text;

namespace SalesAgent.Core.Secrets;

/// <summary>Text that lies in the store unreadable: AES-256-GCM, as base64 of nonce, cipher text and tag.</summary>
internal static class SealedText
{
    private const int NonceBytes = 12;
    private const int TagBytes = 16;

    /// <param name="key">32 bytes.</param>
    /// <param name="owner">What it belongs to: put elsewhere, it does not open.</param>
    public static string Seal(string text, ReadOnlySpan<byte> key, string owner = "")
    {
        var plain = Encoding.UTF8.GetBytes(text);
        var sealedText = new byte[NonceBytes + TagBytes + plain.Length];
        RandomNumberGenerator.Fill(sealedText.AsSpan(0, NonceBytes));
        using var aes = new AesGcm(key, TagBytes);
        aes.Encrypt(
            sealedText.AsSpan(0, NonceBytes),
            plain,
            sealedText.AsSpan(NonceBytes, plain.Length),
            sealedText.AsSpan(NonceBytes + plain.Length),
            Encoding.UTF8.GetBytes(owner)
        );
        return Convert.ToBase64String(sealedText);
    }

    /// <summary>Null when it was sealed with another key or for another owner, or changed since.</summary>
    public static string? Open(string sealedText, ReadOnlySpan<byte> key, string owner = "")
    {
        try
        {
            ReadOnlySpan<byte> bytes = Convert.FromBase64String(sealedText);
            if (bytes.Length < NonceBytes + TagBytes)
                return null;

            var plain = new byte[bytes.Length - NonceBytes - TagBytes];
            using var aes = new AesGcm(key, TagBytes);
            aes.Decrypt(
                bytes[..NonceBytes],
                bytes.Slice(NonceBytes, plain.Length),
                bytes[(NonceBytes + plain.Length)..],
                plain,
                Encoding.UTF8.GetBytes(owner)
            );
            return Encoding.UTF8.GetString(plain);
        }
        catch (Exception changed) when (changed is FormatException or CryptographicException)
        {
            return null;
        }
    }
}
