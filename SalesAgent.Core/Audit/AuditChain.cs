using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using SalesAgent.Core.Secrets;
using SalesAgent.Core.Storage;

namespace SalesAgent.Core.Audit;

/// <summary>
/// The end of one chain of entries: where the next one goes, and the key its personal details are sealed with.
/// Kept as a record beside the entries and replaced in every commit that appends, so two writers cannot both append.
/// </summary>
/// <param name="Count">Entries so far.</param>
/// <param name="LastHash">Of the newest entry.</param>
/// <param name="SealKey">Base64 of 32 random bytes. Destroying it makes the details unreadable; the chain still verifies.</param>
public sealed record AuditChain(int Count, string LastHash, string? SealKey)
{
    public const string HeadKey = "audit-chain";
    public const string EntryPrefix = "audit.";

    /// <summary>When the newest entry was written; null before the first.</summary>
    public DateTimeOffset? LastAt { get; init; }

    public static string FirstPreviousHash { get; } = new('0', 64);

    /// <summary>That of a chain nobody has begun.</summary>
    internal static AuditChain Empty { get; } = new(0, FirstPreviousHash, null);

    public static AuditChain Begin() => new(0, FirstPreviousHash, Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)));

    /// <summary>The chain after the events, and the operations that append them.</summary>
    public (AuditChain Chain, IReadOnlyList<RecordOperation> Operations) Append(IReadOnlyList<AuditEvent> events, DateTimeOffset now)
    {
        var operations = new List<RecordOperation>(events.Count);
        var (count, hash) = (Count, LastHash);
        foreach (var happened in events)
        {
            count++;
            var entry = new AuditEntry
            {
                EventId = Guid.CreateVersion7(now).ToString("N"),
                Timestamp = now,
                EventType = happened.Type,
                Actor = happened.Actor,
                Resource = happened.Resource,
                Action = happened.Action,
                Status = happened.Status,
                Details = happened.Details is { Length: > 0 } text ? Seal(text) : null,
                Metadata = new SortedDictionary<string, string>(happened.Metadata.ToDictionary(), StringComparer.Ordinal),
                Sequence = count,
                PreviousHash = hash,
            };
            var body = JsonSerializer.Serialize(entry, AuditJson.Default.AuditEntry);
            hash = HashOf(body);
            operations.Add(new RecordOperation.Add(KeyOf(count), body));
        }

        return (this with { Count = count, LastHash = hash, LastAt = events.Count > 0 ? now : LastAt }, operations);
    }

    /// <summary>What is in sealed details, or null once the key is gone, or when they were changed (see <see cref="FindFault"/>).</summary>
    public string? Open(string? details) =>
        details is null || SealKey is null ? null : SealedText.Open(details, Convert.FromBase64String(SealKey));

    /// <summary>Checks stored entries against this end of their chain.</summary>
    /// <param name="bodies">All entries of the chain in key order.</param>
    /// <returns>What is wrong with the first entry that does not fit, or null when the chain is whole.</returns>
    public string? FindFault(IReadOnlyList<StoredRecord> bodies)
    {
        var check = new ChainCheck();
        foreach (var body in bodies)
            check.Add(body);
        return check.End(this);
    }

    /// <summary>Null when the text is no end of a chain (any more).</summary>
    internal static AuditChain? TryRead(string body)
    {
        try
        {
            return JsonSerializer.Deserialize(body, AuditJson.Default.AuditChain) is { LastHash: not null } chain ? chain : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    internal static string KeyOf(int sequence) => EntryPrefix + sequence.ToString("D6", CultureInfo.InvariantCulture);

    /// <summary>Of a stored entry, lower-case hex.</summary>
    internal static string HashOf(string body) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(body)));

    private string? Seal(string text) => SealKey is null ? null : SealedText.Seal(text, Convert.FromBase64String(SealKey));
}
