using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using SalesAgent.Core.Storage;

namespace SalesAgent.Core.Secrets.Keys;

/// <summary>The ring as it lies in the storage: made at the first start, sealed anew when <c>SecretKey</c> is rotated.</summary>
internal sealed class KeyRingRecord(IRecordStore store)
{
    internal const string Partition = "keys";
    internal const string Key = "ring";

    private const string Refusal =
        "The storage was written under another SecretKey than the one that is set. Set SecretKey back, or set PreviousSecretKey to the one it was written under. "
        + "If that one is lost, see SecretKeyLost in docs/production-deployment.md.";

    /// <exception cref="StorageUnavailableException">Neither <c>SecretKey</c> nor <c>PreviousSecretKey</c> opens it.</exception>
    public async Task<(KeyRing Ring, KeyRingChange Change)> OpenAsync(InstallationOptions options, CancellationToken cancellationToken)
    {
        while (true)
        {
            var row = await store.FindAsync(Partition, Key, cancellationToken);
            var (ring, copies, change) = row is null ? await FirstAsync(options, cancellationToken) : Again(row, options);
            if (copies is null)
                return (ring, change);

            var body = JsonSerializer.Serialize(new StoredKeyRing(copies), KeyRingJson.Default.StoredKeyRing);
            var operations = new List<RecordOperation>
            {
                row is null ? new RecordOperation.Add(Key, body) : new RecordOperation.Replace(Key, body, row.Version),
            };

            // Kept beside the new one: should the lost key turn up, its ring is still there.
            if (change is KeyRingChange.Replaced && row is not null)
                operations.Add(new RecordOperation.Put($"lost.{NameOf(row.Body)}", row.Body));
            if (await store.CommitAsync(Partition, operations, cancellationToken) is CommitResult.Committed)
                return (ring, change);
        }
    }

    /// <summary>The ring as it is now; null when there is none, or none that opens.</summary>
    public async Task<KeyRing?> ReadAsync(InstallationOptions options, CancellationToken cancellationToken) =>
        await store.FindAsync(Partition, Key, cancellationToken) is { } row
            ? CopiesIn(row)
                .SelectMany(copy => SecretsOf(options).Select(secret => KeyRing.Open(copy, secret)))
                .FirstOrDefault(static ring => ring is not null)
            : null;

    /// <summary>Of a new storage, or of one that the release before wrote.</summary>
    private async Task<(KeyRing Ring, IReadOnlyList<string>? Copies, KeyRingChange Change)> FirstAsync(
        InstallationOptions options,
        CancellationToken cancellationToken
    )
    {
        var writtenUnder = SecretsOf(options);
        if (
            await store.FindAsync(SettingsRecord.Partition, SettingsRecord.Key, cancellationToken) is { } settings
            && HashIn(settings) is { } hash
        )
        {
            writtenUnder = [.. writtenUnder.Where(secret => hash == HashOf(secret))];
        }

        return writtenUnder switch
        {
            [var secret, ..] when secret == options.SecretKey => New(options, KeyRingChange.None),
            [var previous, ..] => Rotated(KeyRing.DerivedFrom(previous), options),
            [] when options.SecretKeyLost => New(options, KeyRingChange.Replaced),
            [] => throw new StorageUnavailableException(Refusal),
        };
    }

    private static (KeyRing Ring, IReadOnlyList<string>? Copies, KeyRingChange Change) Again(StoredRecord row, InstallationOptions options)
    {
        var copies = CopiesIn(row);
        var (own, at) = Opened(copies, options.SecretKey);
        if (own is not null && at == 0)
        {
            var finished = copies.Count > 1 && PreviousOf(options) is null;
            return (own, finished ? [copies[0]] : null, finished ? KeyRingChange.Finished : KeyRingChange.None);
        }

        // Also back from a newer key to an older one, when the newer one is given as the previous.
        if (
            PreviousOf(options) is { } previous
            && Opened(copies, previous) is (var ring, var where)
            && ring is not null
            && (own is null || where == 0)
        )
        {
            return Rotated(ring, options);
        }

        if (own is not null)
            return (own, null, KeyRingChange.Superseded);
        return options.SecretKeyLost ? New(options, KeyRingChange.Replaced) : throw new StorageUnavailableException(Refusal);
    }

    private static (KeyRing Ring, IReadOnlyList<string>? Copies, KeyRingChange Change) New(
        InstallationOptions options,
        KeyRingChange change
    )
    {
        var ring = KeyRing.DerivedFrom(options.SecretKey);
        return (ring, [ring.SealedWith(options.SecretKey)], change);
    }

    /// <summary>
    /// The previous key goes on opening the ring, so that an instance that has only that one can still start, until none has it any more.
    /// </summary>
    private static (KeyRing Ring, IReadOnlyList<string>? Copies, KeyRingChange Change) Rotated(KeyRing ring, InstallationOptions options)
    {
        ring = ring.Renewed();
        return (ring, [ring.SealedWith(options.SecretKey), ring.SealedWith(options.PreviousSecretKey!)], KeyRingChange.Rotated);
    }

    private static (KeyRing? Ring, int At) Opened(IReadOnlyList<string> copies, string secretKey)
    {
        for (var at = 0; at < copies.Count; at++)
        {
            if (KeyRing.Open(copies[at], secretKey) is { } ring)
                return (ring, at);
        }

        return (null, -1);
    }

    private static IReadOnlyList<string> CopiesIn(StoredRecord row) =>
        JsonSerializer.Deserialize(row.Body, KeyRingJson.Default.StoredKeyRing)!.Copies;

    private static string[] SecretsOf(InstallationOptions options) =>
        PreviousOf(options) is { } previous ? [options.SecretKey, previous] : [options.SecretKey];

    private static string? PreviousOf(InstallationOptions options) =>
        options.PreviousSecretKey is { Length: > 0 } previous && previous != options.SecretKey ? previous : null;

    /// <summary>Null before the first start of a server.</summary>
    private static string? HashIn(StoredRecord settings) => (string?)JsonNode.Parse(settings.Body)?[nameof(InstallationOptions.SecretKey)];

    private static string HashOf(string secretKey) =>
        SettingsRecord.HashOf(nameof(InstallationOptions.SecretKey), secretKey, DerivedKey.For(KeyPurpose.SettingsTrail, secretKey));

    private static string NameOf(string body) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(body)).AsSpan(0, 8));
}
