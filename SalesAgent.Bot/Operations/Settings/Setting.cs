using System.Globalization;

namespace SalesAgent.Bot.Operations.Settings;

/// <summary>One key of the configuration and what there is to know about it.</summary>
/// <param name="Key">With colons; <c>n</c> stands for the number of an entry: <c>Reps:n:Email</c>.</param>
/// <param name="Purpose">What it is for, as documented.</param>
internal sealed record Setting(string Key, SettingKind Kind, string Purpose)
{
    private const string Numbered = ":n";

    /// <summary>Holds when nothing is set; null: nothing does.</summary>
    public string? Default { get; init; }

    /// <summary>All there are, for a <see cref="SettingKind.Choice"/>.</summary>
    public string[] Choices { get; init; } = [];

    /// <summary>Outside Development.</summary>
    public Severity Severity { get; init; }

    /// <summary>In Development, where the sandbox may stand in.</summary>
    public Severity InDevelopment { get; init; }

    /// <summary>Whether it matters beside what else is set; null: always. Where it does not, it is optional.</summary>
    public Func<IConfiguration, bool>? Matters { get; init; }

    public Severity SeverityIn(IHostEnvironment environment, IConfiguration configuration) =>
        Matters?.Invoke(configuration) == false ? Severity.Optional
        : environment.IsDevelopment() ? InDevelopment
        : Severity;

    /// <summary>The keys it stands for here: itself, or one for each entry there is.</summary>
    public IEnumerable<string> KeysIn(IConfiguration configuration)
    {
        var at = Key.IndexOf(Numbered, StringComparison.Ordinal);
        if (at < 0)
            return [Key];

        var rest = Key[(at + Numbered.Length)..];
        return configuration.GetSection(Key[..at]).GetChildren().Select(entry => entry.Path + rest);
    }

    /// <summary>What is wrong with the text as such, to follow the key; null when it can be read. Never names the text.</summary>
    public string? ProblemWith(string text) =>
        Kind switch
        {
            SettingKind.Choice when !Choices.Contains(text.Trim(), StringComparer.OrdinalIgnoreCase) =>
                $"must be one of {string.Join(", ", Choices)}.",
            SettingKind.WholeNumber when !long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _) =>
                "must be a whole number, such as 30.",
            SettingKind.YesNo when !bool.TryParse(text, out _) => "must be true or false.",
            SettingKind.Duration when !TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out _) =>
                "must be a duration, such as 00:00:05 for five seconds.",
            SettingKind.Address when !Uri.TryCreate(text, UriKind.Absolute, out _) =>
                "must be an absolute address, such as https://example.com.",
            _ => null,
        };

    /// <summary>Something that can be read, to look at the other settings although this one cannot.</summary>
    public string Readable =>
        Default
        ?? Kind switch
        {
            SettingKind.WholeNumber => "1",
            SettingKind.YesNo => "false",
            SettingKind.Duration => "00:00:01",
            SettingKind.Address => "https://example.com",
            _ => "",
        };
}
