using System.Globalization;

namespace SalesAgent.Bot.Webhooks.Signatures;

/// <summary>What a request says about its own signature, well-formed and in time but not yet believed.</summary>
/// <param name="Hash">The 32 bytes that must come out.</param>
/// <param name="Timestamp">Epoch milliseconds, digit for digit as sent; null for v2, which has none.</param>
internal readonly record struct SignatureClaim(byte[] Hash, string? Timestamp)
{
    public bool IsV2 => Timestamp is null;

    /// <summary>When it was signed, on the sender's clock; null for v2.</summary>
    public DateTimeOffset? SentAt =>
        Timestamp is null ? null : DateTimeOffset.FromUnixTimeMilliseconds(long.Parse(Timestamp, CultureInfo.InvariantCulture));
}
