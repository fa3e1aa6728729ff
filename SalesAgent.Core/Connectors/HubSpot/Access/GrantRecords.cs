using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.Extensions.Options;
using SalesAgent.Core.Secrets;
using SalesAgent.Core.Secrets.Keys;
using SalesAgent.Core.Storage;

namespace SalesAgent.Core.Connectors.HubSpot.Access;

/// <summary>The one grant, with its tokens sealed. Every write is conditional, so that of two processes one renews.</summary>
internal sealed class GrantRecords(IRecordStore store, IOptions<HubSpotOptions> options, StoreKeys keys)
{
    private const string Partition = "hubspot:grant";
    private const string Key = "grant";

    /// <summary>The stored grant if it came from the token that is configured now, else that token as a new grant.</summary>
    public async Task<OAuthGrant> ReadAsync(CancellationToken cancellationToken)
    {
        var configured = options.Value.RefreshToken!;
        var record = await store.FindAsync(Partition, Key, cancellationToken);
        if (record is null)
            return new OAuthGrant { RefreshToken = configured };

        var stored = JsonSerializer.Deserialize(record.Body, GrantJson.Default.StoredGrant)!;
        // Another installation of the app, or keys that were lost: what was kept is of no use any more.
        return
            keys.Find(
                KeyPurpose.HubSpotGrant,
                key => stored.Origin == OriginOf(configured, key) ? SealedText.Open(stored.Sealed, key, Partition) : null
            )
                is not { } opened
            ? new OAuthGrant { RefreshToken = configured, Version = record.Version }
            : Read(stored, JsonSerializer.Deserialize(opened, GrantJson.Default.GrantSecrets)!, record.Version);
    }

    /// <summary>The grant as it is stored now, or null when somebody else was faster.</summary>
    public async Task<OAuthGrant?> TryWriteAsync(OAuthGrant grant, CancellationToken cancellationToken)
    {
        var secrets = JsonSerializer.Serialize(new GrantSecrets(grant.RefreshToken, grant.Access), GrantJson.Default.GrantSecrets);
        var key = keys.Newest(KeyPurpose.HubSpotGrant);
        var body = JsonSerializer.Serialize(
            new StoredGrant(
                OriginOf(options.Value.RefreshToken!, key),
                SealedText.Seal(secrets, key, Partition),
                grant.ClaimedUntil,
                grant.GoneSince,
                grant.GoneAskedAt
            ),
            GrantJson.Default.StoredGrant
        );
        RecordOperation write = grant.Version is { } version
            ? new RecordOperation.Replace(Key, body, version)
            : new RecordOperation.Add(Key, body);
        return await store.CommitAsync(Partition, [write], cancellationToken) is CommitResult.Committed committed
            ? grant with
            {
                Version = committed.Versions[0],
            }
            : null;
    }

    private static OAuthGrant Read(StoredGrant stored, GrantSecrets secrets, string version) =>
        new()
        {
            RefreshToken = secrets.RefreshToken,
            Access = secrets.Access,
            ClaimedUntil = stored.ClaimedUntil,
            GoneSince = stored.GoneSince,
            GoneAskedAt = stored.GoneAskedAt,
            Version = version,
        };

    private static string OriginOf(string refreshToken, byte[] key) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(refreshToken)));
}

/// <param name="Origin">Which configured refresh token it began with, as a keyed hash.</param>
/// <param name="Sealed"><see cref="GrantSecrets"/>.</param>
internal sealed record StoredGrant(
    string Origin,
    string Sealed,
    DateTimeOffset? ClaimedUntil,
    DateTimeOffset? GoneSince,
    DateTimeOffset? GoneAskedAt
);

internal sealed record GrantSecrets(string RefreshToken, AccessToken? Access)
{
    public override string ToString() => nameof(GrantSecrets);
}

[JsonSerializable(typeof(StoredGrant))]
[JsonSerializable(typeof(GrantSecrets))]
[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
internal sealed partial class GrantJson : JsonSerializerContext;
