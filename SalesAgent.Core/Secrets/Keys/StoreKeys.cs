using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using SalesAgent.Core.Storage;

namespace SalesAgent.Core.Secrets.Keys;

/// <summary>
/// The keys that seal and hash what is stored. They belong to the storage; <c>SecretKey</c> opens them. So a new <c>SecretKey</c> leaves
/// everything findable (docs/decisions/0019-keys-belong-to-the-storage.md).
/// </summary>
public sealed partial class StoreKeys
{
    private readonly KeyRingRecord? record;
    private readonly InstallationOptions options = new();
    private readonly ILogger<StoreKeys>? logger;
    private readonly Lock opening = new();
    private KeyRing? ring;

    public StoreKeys(IRecordStore store, IOptions<InstallationOptions> options, ILogger<StoreKeys> logger) =>
        (record, this.options, this.logger) = (new KeyRingRecord(store), options.Value, logger);

    /// <summary>Keys that are known already.</summary>
    internal StoreKeys(KeyRing ring) => this.ring = ring;

    /// <summary>Opens the keys. A server does so at its start, a command with the first key that it needs.</summary>
    /// <exception cref="StorageUnavailableException">The storage was written under another <c>SecretKey</c>, or cannot be used; the message
    /// says which.</exception>
    public async Task OpenAsync(CancellationToken cancellationToken)
    {
        var (opened, what) = await record!.OpenAsync(options, cancellationToken);
        ring = opened;
        if (what is KeyRingChange.Rotated)
            Log.Rotated(logger!);
        if (what is KeyRingChange.Finished)
            Log.Finished(logger!);
        if (what is KeyRingChange.Replaced)
            Log.Replaced(logger!);
        if (what is KeyRingChange.Superseded)
            Log.Superseded(logger!);
    }

    /// <summary>The key for what is written now.</summary>
    public byte[] Newest(string purpose) => Ring.Of(purpose)[0];

    /// <summary>The first answer that any key of the purpose gives, the newest key first; null when none gives one.</summary>
    internal T? Find<T>(string purpose, Func<byte[], T?> answer)
        where T : class
    {
        if (First(Ring) is { } found)
            return found;
        return ReadAgain() is { } newer ? First(newer) : null;

        T? First(KeyRing keys) => keys.Of(purpose).Select(answer).FirstOrDefault(static one => one is not null);
    }

    private KeyRing Ring
    {
        get
        {
            if (ring is { } open)
                return open;

            lock (opening)
            {
                // Once in a process, and in the same way as the storage itself is opened.
                if (ring is null)
                    Task.Run(() => OpenAsync(CancellationToken.None)).GetAwaiter().GetResult();
                return ring!;
            }
        }
    }

    /// <summary>
    /// What does not open may have been sealed by another instance that has renewed the keys. Null when the ring is as it was.
    /// </summary>
    private KeyRing? ReadAgain()
    {
        lock (opening)
        {
            if (record is null)
                return null;

            try
            {
                var newer = Task.Run(() => record.ReadAsync(options, CancellationToken.None)).GetAwaiter().GetResult();
                if (newer is null || newer.Keys.Count == ring!.Keys.Count)
                    return null;
                return ring = newer;
            }
            catch (StorageUnavailableException)
            {
                return null;
            }
        }
    }

    private static partial class Log
    {
        [LoggerMessage(
            1,
            LogLevel.Information,
            "The storage has new keys, and SecretKey opens them. Once every instance has started with it, remove PreviousSecretKey."
        )]
        public static partial void Rotated(ILogger logger);

        [LoggerMessage(2, LogLevel.Information, "The rotation of SecretKey is finished: the previous one opens this storage no more.")]
        public static partial void Finished(ILogger logger);

        [LoggerMessage(
            3,
            LogLevel.Critical,
            "The storage was written under a SecretKey that is lost, and starts over with new keys: nobody who was forgotten is recognised. Remove SecretKeyLost."
        )]
        public static partial void Replaced(ILogger logger);

        [LoggerMessage(
            4,
            LogLevel.Warning,
            "SecretKey was replaced by a newer one on another instance, and opens this storage only until that rotation is finished."
        )]
        public static partial void Superseded(ILogger logger);
    }
}
