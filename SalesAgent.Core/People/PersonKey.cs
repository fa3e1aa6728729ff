using System.Security.Cryptography;
using System.Text;

namespace SalesAgent.Core.People;

/// <summary>Stands for a person without naming them: a keyed hash, so that nobody can try addresses against it.</summary>
public readonly record struct PersonKey(string Value)
{
    public override string ToString() => Value;

    /// <param name="email">Normalised by <see cref="EmailAddress"/>.</param>
    /// <param name="key">The installation's key for person hashes.</param>
    public static PersonKey FromEmail(string email, ReadOnlySpan<byte> key) => Keyed($"mail:{email}", key);

    public static PersonKey FromContact(long portalId, string contactId, ReadOnlySpan<byte> key) =>
        Keyed(string.Create(null, $"hubspot:{portalId}:{contactId}"), key);

    private static PersonKey Keyed(string text, ReadOnlySpan<byte> key)
    {
        var hash = HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(text));
        return new PersonKey(Convert.ToHexStringLower(hash.AsSpan(0, 16)));
    }
}
