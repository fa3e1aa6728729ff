using SalesAgent.Bot.Operations.Settings;
using SalesAgent.Bot.Webhooks;
using SalesAgent.Core.Secrets;

namespace SalesAgent.Bot.Operations.Operators;

/// <summary>What section <c>OperatorKeys</c> has to be.</summary>
internal static class OperatorKeyRules
{
    private const int HashDigits = 64;
    private const int LongestName = 64;

    /// <summary>Keys that somebody would try first. Development takes them.</summary>
    private static readonly string[] WellKnown =
    [
        InstallationOptions.DevelopmentSecretKey,
        HubSpotWebhookOptions.DevelopmentClientSecret,
        "development-only-google-client-secret",
        "admin",
        "changeme",
        "key",
        "operator",
        "password",
        "prometheus",
        "salesagent",
        "secret",
        "test",
    ];

    public static IReadOnlyList<OperatorKeyOptions> Read(
        IConfiguration configuration,
        IHostEnvironment environment,
        out IReadOnlyList<string> problems
    )
    {
        var section = configuration.GetSection(OperatorKeyOptions.Section);
        var (entries, found) = (new List<OperatorKeyOptions>(), new List<string>());
        if (!string.IsNullOrEmpty(section.Value))
            found.Add($"{section.Path} is a list: set OperatorKeys:0:Name and OperatorKeys:0:Hash.");
        var secrets = SecretsIn(configuration);
        foreach (var one in section.GetChildren())
        {
            var entry = new OperatorKeyOptions
            {
                Name = one[nameof(OperatorKeyOptions.Name)]?.Trim() ?? "",
                Hash = one[nameof(OperatorKeyOptions.Hash)]?.Trim() ?? "",
            };
            found.AddRange(ProblemsWith(one, entry, entries, secrets, environment));
            entries.Add(entry);
        }

        problems = found;
        return entries;
    }

    public static bool IsName(string text) =>
        text.Length is > 0 and <= LongestName && text.All(static c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_');

    public static string NameRule(string key) => $"{key} must be 1 to {LongestName} letters, digits, dots, hyphens and underscores.";

    private static IEnumerable<string> ProblemsWith(
        IConfigurationSection at,
        OperatorKeyOptions entry,
        List<OperatorKeyOptions> before,
        HashSet<string> secrets,
        IHostEnvironment environment
    )
    {
        if (at.GetChildren().Any(static child => child.Key.ToUpperInvariant() is not ("NAME" or "HASH")))
            yield return $"{at.Path} has more than Name and Hash: the key itself is not configured, only its SHA-256.";

        var name = $"{at.Path}:{nameof(OperatorKeyOptions.Name)}";
        if (!IsName(entry.Name))
            yield return NameRule(name);
        if (before.Exists(other => string.Equals(other.Name, entry.Name, StringComparison.OrdinalIgnoreCase)))
            yield return $"{name} is the name of another operator key as well.";

        var hash = $"{at.Path}:{nameof(OperatorKeyOptions.Hash)}";
        if (entry.Hash.Length != HashDigits || !entry.Hash.All(char.IsAsciiHexDigit))
        {
            yield return $"{hash} must be the SHA-256 of the key, as {HashDigits} hexadecimal digits: `secrets operator-key NAME` makes a key and its hash.";
            yield break;
        }

        if (before.Exists(other => IsSame(other.Hash, entry.Hash)))
            yield return $"{hash} is the hash of another operator key as well: give each its own key.";
        if (IsSame(entry.Hash, NewOperatorKey.HashOf("")))
            yield return $"{hash} is the hash of an empty key.";
        if (secrets.Contains(entry.Hash))
            yield return $"{hash} is the hash of another secret that is configured: an operator key opens nothing else.";
        if (!environment.IsDevelopment() && Array.Exists(WellKnown, key => IsSame(entry.Hash, NewOperatorKey.HashOf(key))))
            yield return $"{hash} is the hash of a well-known key, which only Development takes.";
    }

    /// <summary>Hashes of whatever else is secret here.</summary>
    private static HashSet<string> SecretsIn(IConfiguration configuration) =>
        SettingsList
            .All.Where(static setting => setting.Kind is SettingKind.Secret)
            .SelectMany(setting => setting.KeysIn(configuration))
            .Select(key => configuration[key])
            .Where(static value => !string.IsNullOrEmpty(value))
            .Select(static value => NewOperatorKey.HashOf(value!))
            .ToHashSet(StringComparer.OrdinalIgnoreCase);

    private static bool IsSame(string one, string other) => string.Equals(one, other, StringComparison.OrdinalIgnoreCase);
}
