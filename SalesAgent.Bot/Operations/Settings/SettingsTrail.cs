using System.Text.Json.Nodes;
using Microsoft.Extensions.Options;
using SalesAgent.Core.Audit;
using SalesAgent.Core.Secrets;
using SalesAgent.Core.Secrets.Keys;
using SalesAgent.Core.Storage;

namespace SalesAgent.Bot.Operations.Settings;

/// <summary>
/// Compares the settings with those of the last start on this store and tells the audit what changed: keys and keyed hashes, never a value.
/// </summary>
internal sealed class SettingsTrail(
    IRecordStore store,
    SystemAudit audit,
    IConfiguration configuration,
    IOptions<InstallationOptions> installation,
    StoreKeys keys
)
{
    private const string Partition = SettingsRecord.Partition;
    private const string Key = SettingsRecord.Key;
    private const string SecretKey = nameof(InstallationOptions.SecretKey);

    /// <exception cref="StorageUnavailableException">The store cannot be used.</exception>
    public async Task RecordAsync(CancellationToken cancellationToken)
    {
        var now = Hashes();
        while (true)
        {
            var row = await store.FindAsync(Partition, Key, cancellationToken);
            var before = row is null
                ? []
                : JsonNode.Parse(row.Body)!.AsObject().ToDictionary(one => one.Key, one => one.Value!.GetValue<string>());
            var changes = Changes(before, now);
            if (row is not null && changes.Count == 0)
                return;

            // Told first: a start that dies in between tells it twice rather than never.
            await audit.AppendAsync(AuditEvent.SettingsChanged(row is null, changes), cancellationToken);
            var body = new JsonObject(now.Select(one => KeyValuePair.Create(one.Key, (JsonNode?)one.Value))).ToJsonString();
            RecordOperation write = row is null ? new RecordOperation.Add(Key, body) : new RecordOperation.Replace(Key, body, row.Version);
            if (await store.CommitAsync(Partition, [write], cancellationToken) is CommitResult.Committed)
                return;
        }
    }

    private SortedDictionary<string, string> Changes(Dictionary<string, string> before, SortedDictionary<string, string> now)
    {
        // After a rotation the hashes are keyed as before. With another SecretKey and no rotation, nothing else can be compared.
        if (
            before.TryGetValue(SecretKey, out var then)
            && then != now[SecretKey]
            && then != HashOf(SecretKey, installation.Value.PreviousSecretKey ?? "")
        )
        {
            return new(StringComparer.Ordinal) { [SecretKey] = $"{then} -> {now[SecretKey]}", ["others"] = "not comparable" };
        }

        var changes = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var key in before.Keys.Union(now.Keys))
        {
            var (was, isNow) = (before.GetValueOrDefault(key, "none"), now.GetValueOrDefault(key, "none"));
            if (was != isNow)
                changes[key] = $"{was} -> {isNow}";
        }

        return changes;
    }

    private SortedDictionary<string, string> Hashes()
    {
        var hashes = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var key in SettingsList.All.SelectMany(setting => setting.KeysIn(configuration)))
        {
            if (configuration[key] is { Length: > 0 } value)
                hashes[key] = HashOf(key, value);
        }

        return hashes;
    }

    private string HashOf(string setting, string value) => SettingsRecord.HashOf(setting, value, keys.Newest(KeyPurpose.SettingsTrail));
}
