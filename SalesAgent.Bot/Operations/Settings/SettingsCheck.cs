namespace SalesAgent.Bot.Operations.Settings;

/// <summary>Every setting as it stands in this environment.</summary>
internal sealed class SettingsCheck(IServiceProvider services)
{
    private readonly IConfiguration configuration = services.GetRequiredService<IConfiguration>();
    private readonly IHostEnvironment environment = services.GetRequiredService<IHostEnvironment>();
    private readonly UnreadableSettings unreadable = services.GetRequiredService<UnreadableSettings>();

    /// <summary>Settings first the most severe; what belongs to no single one, such as an empty rep directory, is its own line.</summary>
    public IReadOnlyList<SettingReport> Read()
    {
        var problems = ConfigurationProblems.In(services).ToList();
        var reports = new List<SettingReport>();
        foreach (var setting in SettingsList.All)
        {
            foreach (var key in setting.KeysIn(configuration))
                reports.Add(Report(setting, key, problems));
        }

        reports.AddRange(
            problems.Select(problem => new SettingReport(
                problem.Split(' ', ':')[0],
                NameOf(Severity.Critical),
                SettingReport.Invalid,
                null,
                "the whole",
                problem
            ))
        );
        return
        [
            .. reports.OrderBy(report =>
                report.Severity switch
                {
                    "critical" => 0,
                    "required" => 1,
                    _ => 2,
                }
            ),
        ];
    }

    /// <param name="problems">Those of this key are taken out.</param>
    private SettingReport Report(Setting setting, string key, List<string> problems)
    {
        var mine = problems.FindAll(problem => IsAbout(problem, key));
        problems.RemoveAll(mine.Contains);
        var broken = unreadable.Find(key);
        var source = broken?.Source ?? SettingSource.Of(configuration, key);

        // Whatever stops the start is critical, whether or not it would be by itself.
        var severity = mine.Count > 0 ? Severity.Critical : setting.SeverityIn(environment, configuration);
        var state = (source, mine.Count) switch
        {
            (null, _) when setting.Default is null => SettingReport.Missing,
            (_, > 0) => SettingReport.Invalid,
            _ => SettingReport.Present,
        };
        return new SettingReport(
            key,
            NameOf(severity),
            state,
            source ?? (setting.Default is null ? null : SettingSource.Default),
            setting.Purpose,
            mine.Count > 0 ? string.Join(" ", mine) : null
        );
    }

    private static bool IsAbout(string problem, string key) =>
        problem.StartsWith(key, StringComparison.OrdinalIgnoreCase)
        && (problem.Length == key.Length || problem[key.Length] is ' ' or ':' or '.');

    private static string NameOf(Severity severity) =>
        severity switch
        {
            Severity.Critical => "critical",
            Severity.Required => "required",
            _ => "optional",
        };
}
