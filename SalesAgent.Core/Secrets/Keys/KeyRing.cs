using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace SalesAgent.Core.Secrets.Keys;

/// <summary>
/// The keys of one storage, the newest of each purpose first. In the storage it lies sealed, in one copy for each <c>SecretKey</c> that
/// opens it.
/// </summary>
internal sealed record KeyRing(IReadOnlyList<RingKey> Keys)
{
    private const string Owner = "keys:ring";

    /// <summary>The keys as the release before derived them, so that both read what the other wrote.</summary>
    public static KeyRing DerivedFrom(string secretKey) =>
        new([.. KeyPurpose.All.Select(purpose => new RingKey(purpose, DerivedKey.For(purpose, secretKey)))]);

    /// <summary>With a new key for everything that can have one. The old ones go on opening what they sealed.</summary>
    public KeyRing Renewed() =>
        new([.. KeyPurpose.Renewed.Select(static purpose => new RingKey(purpose, RandomNumberGenerator.GetBytes(32))), .. Keys]);

    public byte[][] Of(string purpose)
    {
        byte[][] keys = [.. Keys.Where(key => key.Purpose == purpose).Select(static key => key.Key)];
        return keys.Length > 0 ? keys : throw new ArgumentException($"'{purpose}' is no purpose of a key.", nameof(purpose));
    }

    public string SealedWith(string secretKey) =>
        SealedText.Seal(JsonSerializer.Serialize(this, KeyRingJson.Default.KeyRing), KeyOf(secretKey), Owner);

    /// <summary>Null when the copy was sealed with another <c>SecretKey</c>, or changed since.</summary>
    public static KeyRing? Open(string copy, string secretKey) =>
        SealedText.Open(copy, KeyOf(secretKey), Owner) is { } text ? JsonSerializer.Deserialize(text, KeyRingJson.Default.KeyRing) : null;

    public override string ToString() => nameof(KeyRing);

    private static byte[] KeyOf(string secretKey) => DerivedKey.For("key-ring", secretKey);
}

/// <param name="Key">32 bytes.</param>
internal sealed record RingKey(string Purpose, byte[] Key)
{
    public override string ToString() => $"{nameof(RingKey)} {Purpose}";
}

/// <param name="Copies">The ring, sealed. The first copy is the one of the newest <c>SecretKey</c>.</param>
internal sealed record StoredKeyRing(IReadOnlyList<string> Copies);

[JsonSerializable(typeof(KeyRing))]
[JsonSerializable(typeof(StoredKeyRing))]
internal sealed partial class KeyRingJson : JsonSerializerContext;
