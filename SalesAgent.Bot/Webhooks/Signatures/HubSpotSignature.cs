using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Primitives;

namespace SalesAgent.Bot.Webhooks.Signatures;

/// <summary>
/// HubSpot's request signatures: v3 (HMAC-SHA256 over method, address, body and timestamp) and, where a route and the
/// configuration take it, v2 (SHA-256 over secret, method, address and body). v1 is not taken anywhere.
/// https://developers.hubspot.com/docs/apps/developer-platform/build-apps/authentication/request-validation
/// </summary>
internal static class HubSpotSignature
{
    public const string V3Header = "X-HubSpot-Signature-v3";
    public const string TimestampHeader = "X-HubSpot-Request-Timestamp";
    public const string V2Header = "X-HubSpot-Signature";
    public const string VersionHeader = "X-HubSpot-Signature-Version";

    /// <summary>Exactly five minutes is still in time, both ways; the vendor's words cover only the past.</summary>
    private const long ToleranceMilliseconds = 300_000;

    private const int TimestampDigits = 13;
    private const int Base64Characters = 44;

    /// <summary>Everything that can be said from the headers alone, so that hopeless requests cost no body.</summary>
    /// <param name="acceptV2">Whether v2 will do when no v3 signature is there. A bad v3 is never saved by a good v2.</param>
    public static SignatureVerdict ReadClaim(IHeaderDictionary headers, DateTimeOffset now, bool acceptV2, out SignatureClaim claim)
    {
        claim = default;
        var signatures = headers[V3Header];
        if (signatures.Count == 0 && acceptV2)
            return ReadV2Claim(headers[V2Header], headers[VersionHeader], out claim);

        var timestamps = headers[TimestampHeader];
        if (signatures.Count == 0 || timestamps.Count == 0)
            return SignatureVerdict.Missing;
        if (signatures.Count > 1 || timestamps.Count > 1)
            return SignatureVerdict.Repeated;
        if (!TryReadTimestamp(timestamps[0], out var timestamp))
            return SignatureVerdict.Malformed;

        var age = now.ToUnixTimeMilliseconds() - timestamp;
        if (age > ToleranceMilliseconds)
            return SignatureVerdict.TooOld;
        if (age < -ToleranceMilliseconds)
            return SignatureVerdict.FromTheFuture;

        var hash = new byte[SHA256.HashSizeInBytes];
        if (
            signatures[0] is not { Length: Base64Characters } text
            || !Convert.TryFromBase64String(text, hash, out var written)
            || written != hash.Length
        )
        {
            return SignatureVerdict.Malformed;
        }

        claim = new SignatureClaim(hash, timestamps[0]);
        return SignatureVerdict.Valid;
    }

    /// <param name="uri">From <see cref="SignedUri.Of"/>, escapes untouched.</param>
    /// <param name="body">The bytes as they came.</param>
    public static SignatureVerdict Verify(
        SignatureClaim claim,
        string method,
        string uri,
        ReadOnlySpan<byte> body,
        string? secret,
        string? previousSecret
    )
    {
        if (string.IsNullOrEmpty(secret))
            return SignatureVerdict.NoSecret;

        var signedUri = claim.IsV2 ? uri : SignedUri.Decode(uri);

        // Both, always: how long it takes must not tell which secret is in use.
        var current = IsBy(secret, claim, method, signedUri, body);
        var previous = IsBy(previousSecret, claim, method, signedUri, body);
        return current | previous ? SignatureVerdict.Valid : SignatureVerdict.Wrong;
    }

    /// <summary>The v3 header that HubSpot would send; for those who play HubSpot.</summary>
    /// <param name="timestamp">Epoch milliseconds, as in <see cref="TimestampHeader"/>.</param>
    public static string Sign(string secret, string method, string uri, ReadOnlySpan<byte> body, string timestamp)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        ComputeV3(secret, method, SignedUri.Decode(uri), body, timestamp, hash);
        return Convert.ToBase64String(hash);
    }

    private static SignatureVerdict ReadV2Claim(StringValues signatures, StringValues versions, out SignatureClaim claim)
    {
        claim = default;
        if (signatures.Count == 0 || versions.Count == 0)
            return SignatureVerdict.Missing;
        if (signatures.Count > 1 || versions.Count > 1)
            return SignatureVerdict.Repeated;
        if (versions[0] != "v2")
            return SignatureVerdict.Malformed;

        var hash = new byte[SHA256.HashSizeInBytes];
        if (
            signatures[0] is not { Length: SHA256.HashSizeInBytes * 2 } text
            || Convert.FromHexString(text, hash, out _, out _) != OperationStatus.Done
        )
        {
            return SignatureVerdict.Malformed;
        }

        claim = new SignatureClaim(hash, null);
        return SignatureVerdict.Valid;
    }

    private static bool TryReadTimestamp(string? text, out long milliseconds)
    {
        milliseconds = 0;
        return text is { Length: TimestampDigits }
            && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out milliseconds);
    }

    private static bool IsBy(string? secret, SignatureClaim claim, string method, string uri, ReadOnlySpan<byte> body)
    {
        // An empty key would be a signature that anybody can make.
        if (string.IsNullOrEmpty(secret))
            return false;

        Span<byte> expected = stackalloc byte[SHA256.HashSizeInBytes];
        if (claim.Timestamp is { } timestamp)
            ComputeV3(secret, method, uri, body, timestamp, expected);
        else
            ComputeV2(secret, method, uri, body, expected);
        return CryptographicOperations.FixedTimeEquals(expected, claim.Hash);
    }

    private static void ComputeV3(
        string secret,
        string method,
        string decodedUri,
        ReadOnlySpan<byte> body,
        string timestamp,
        Span<byte> hash
    )
    {
        using var hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, Encoding.UTF8.GetBytes(secret));
        Append(hmac, method);
        Append(hmac, decodedUri);
        hmac.AppendData(body);
        Append(hmac, timestamp);
        hmac.GetHashAndReset(hash);
    }

    private static void ComputeV2(string secret, string method, string uri, ReadOnlySpan<byte> body, Span<byte> hash)
    {
        using var sha = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Append(sha, secret);
        Append(sha, method);
        Append(sha, uri);
        sha.AppendData(body);
        sha.GetHashAndReset(hash);
    }

    private static void Append(IncrementalHash hash, string text)
    {
        const int OnStack = 512;
        var most = Encoding.UTF8.GetMaxByteCount(text.Length);
        var rented = most <= OnStack ? null : ArrayPool<byte>.Shared.Rent(most);
        var bytes = rented is null ? stackalloc byte[OnStack] : rented;
        hash.AppendData(bytes[..Encoding.UTF8.GetBytes(text, bytes)]);
        if (rented is not null)
            ArrayPool<byte>.Shared.Return(rented);
    }
}
