using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Options;
using SalesAgent.Core.Audit;
using SalesAgent.Core.Policy;
using SalesAgent.Core.Storage;

namespace SalesAgent.Bot.Operations.Settings;

/// <summary>
/// Compares the settings with those of the last start on this store and tells the audit what changed: keys and keyed hashes, never a value.
/// </summary>
internal sealed class SettingsTrail(
    IRecordStore store, SystemAudit audit, IConfiguration configuration, IOptions<InstallationOptions> installation)
{
    private const string Partition = "policy";
    private const string Key = "settings";
    private const string SecretKey = nameof(InstallationOptions.SecretKey);

    /// <exception cref="StorageUnavailableException">The store cannot be used.</exception>
    public async Task RecordAsync(CancellationToken cancellationToken)
    {
        var now = Hashes();
        while (true)
        {
            var row = await store.FindAsync(Partition, Key, cancellationToken);
            var before = row is null ? [] : JsonNode.Parse(row.Body)!.AsObject().ToDictionary(one => one.Key, one => one.Value!.GetValue<string>());
            var changes = Changes(before, now);
            if (row is not null && changes.Count == 0) return;

            // Told first: a start that dies in between tells it twice rather than never.
            await audit.AppendAsync(AuditEvent.SettingsChanged(row is null, changes), cancellationToken);
            var body = new JsonObject(now.Select(one => KeyValuePair.Create(one.Key, (JsonNode?)one.Value))).ToJsonString();
            RecordOperation write = row is null ? new RecordOperation.Add(Key, body) : new RecordOperation.Replace(Key, body, row.Version);
            if (await store.CommitAsync(Partition, [write], cancellationToken) is CommitResult.Committed) return;
        }
    }

    private static SortedDictionary<string, string> Changes(Dictionary<string, string> before, SortedDictionary<string, string> now)
    {
        // The hashes are keyed with it: under another one nothing else can be compared.
        if (before.TryGetValue(SecretKey, out var then) && then != now[SecretKey])
            return new(StringComparer.Ordinal) { [SecretKey] = $"{then} -> {now[SecretKey]}", ["others"] = "not comparable" };

        var changes = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var key in before.Keys.Union(now.Keys))
        {
            var (was, isNow) = (before.GetValueOrDefault(key, "none"), now.GetValueOrDefault(key, "none"));
            if (was != isNow) changes[key] = $"{was} -> {isNow}";
        }

        return changes;
    }

    private SortedDictionary<string, string> Hashes()
    {
        var hashKey = DerivedKey.For("settings-trail", installation.Value.SecretKey);
        var hashes = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var key in SettingsList.All.SelectMany(setting => setting.KeysIn(configuration)))
        {
            if (configuration[key] is { Length: > 0 } value)
                hashes[key] = Convert.ToHexStringLower(HMACSHA256.HashData(hashKey, Encoding.UTF8.GetBytes($"{key}={value}")).AsSpan(0, 8));
        }

        return hashes;
    }
}
