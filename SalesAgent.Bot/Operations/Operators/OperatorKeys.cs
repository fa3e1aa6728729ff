using System.Security.Cryptography;
using System.Text;

namespace SalesAgent.Bot.Operations.Operators;

/// <summary>
/// The keys that open the operator routes. Only their hashes are known here; removing an entry revokes its key with the next start.
/// </summary>
internal sealed class OperatorKeys
{
    private const string Scheme = "Bearer ";

    /// <summary>No key is longer. What is longer is not hashed.</summary>
    private const int LongestKey = 512;

    private readonly (string Name, byte[] Hash)[] keys;

    private OperatorKeys(IEnumerable<OperatorKeyOptions> entries) =>
        keys = [.. entries.Select(static entry => (entry.Name, Convert.FromHexString(entry.Hash)))];

    public bool IsEmpty => keys.Length == 0;

    /// <returns>Null when there are problems. Each names its key, and none has a value in it.</returns>
    public static OperatorKeys? From(IConfiguration configuration, IHostEnvironment environment, out IReadOnlyList<string> problems)
    {
        var entries = OperatorKeyRules.Read(configuration, environment, out problems);
        return problems.Count > 0 ? null : new OperatorKeys(entries);
    }

    /// <param name="authorization">The header as it came.</param>
    public OperatorCall Recognise(string authorization)
    {
        if (IsEmpty)
            return new OperatorCall.Refused(OperatorRefusal.NoneConfigured);
        if (
            !authorization.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)
            || authorization.AsSpan(Scheme.Length).Trim() is { IsEmpty: true }
        )
        {
            return new OperatorCall.Refused(OperatorRefusal.NoKey);
        }

        var key = authorization.AsSpan(Scheme.Length).Trim();
        if (key.Length > LongestKey)
            return new OperatorCall.Refused(OperatorRefusal.UnknownKey);

        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(key.ToString()));

        // All of them, always: how long it takes must not tell which one came close.
        string? by = null;
        foreach (var (name, known) in keys)
        {
            if (CryptographicOperations.FixedTimeEquals(known, hash))
                by = name;
        }

        return by is null ? new OperatorCall.Refused(OperatorRefusal.UnknownKey) : new OperatorCall.By(by);
    }
}
