namespace SalesAgent.Bot.Operations.Settings;

/// <summary>
/// Settings whose text is not of their kind. The binder would stop at the first one and quote it; here all are found, none is
/// quoted, and something readable stands in so that everything else is still checked. The app does not start with one of them.
/// </summary>
internal sealed class UnreadableSettings
{
    private readonly Dictionary<string, (string Problem, string Source)> found = new(StringComparer.OrdinalIgnoreCase);

    private UnreadableSettings() { }

    /// <summary>Key and what is wrong, such as <c>Work:LeaseSeconds must be a whole number.</c></summary>
    public IEnumerable<string> Problems => found.Select(one => $"{one.Key} {one.Value.Problem}");

    public (string Problem, string Source)? Find(string key) => found.TryGetValue(key, out var one) ? one : null;

    /// <param name="configuration">Gets the readable values as its last word.</param>
    public static UnreadableSettings In(ConfigurationManager configuration)
    {
        var unreadable = new UnreadableSettings();
        var standIns = new Dictionary<string, string?>();
        foreach (var setting in SettingsList.All)
        {
            foreach (var key in setting.KeysIn(configuration))
            {
                if (string.IsNullOrWhiteSpace(configuration[key]) || setting.ProblemWith(configuration[key]!) is not { } problem)
                    continue;

                unreadable.found.Add(key, (problem, SettingSource.Of(configuration, key) ?? SettingSource.Default));
                standIns.Add(key, setting.Readable);
            }
        }

        if (standIns.Count > 0)
            configuration.AddInMemoryCollection(standIns);
        return unreadable;
    }
}
