using System.Text.RegularExpressions;
using Microsoft.Extensions.Options;
using SalesAgent.Bot.Operations.Operators;
using SalesAgent.Core.People;

namespace SalesAgent.Bot.Operations.Settings;

/// <summary>
/// Everything that is wrong with the configuration, at once. Each sentence begins with its key and never has a value in it.
/// </summary>
internal static partial class ConfigurationProblems
{
    public static IReadOnlyList<string> In(IServiceProvider services)
    {
        List<string> problems = [.. services.GetRequiredService<UnreadableSettings>().Problems];
        try
        {
            services.GetRequiredService<IStartupValidator>().Validate();
        }
        catch (OptionsValidationException one)
        {
            problems.AddRange(Keyed(one));
        }
        catch (AggregateException several)
        {
            problems.AddRange(several.InnerExceptions.OfType<OptionsValidationException>().SelectMany(Keyed));
        }

        try
        {
            services.GetRequiredService<RepDirectory>();
        }
        catch (OptionsValidationException reps)
        {
            problems.AddRange(reps.Failures);
        }

        OperatorKeys.From(services.GetRequiredService<IConfiguration>(), services.GetRequiredService<IHostEnvironment>(), out var wrong);
        return [.. problems.Concat(wrong).Distinct()];
    }

    // Annotations speak of .NET members ("BaseUri: The field GoogleOptions.Gmail.BaseUri must …"); people know keys.
    private static IEnumerable<string> Keyed(OptionsValidationException wrong)
    {
        var section = (string?)wrong.OptionsType.GetField("Section")?.GetRawConstantValue();
        return wrong.Failures.Select(failure =>
            section is not null && Annotation().Match(failure) is { Success: true } match
                ? $"{section}:{match.Groups["path"].Value.Replace('.', ':')} {match.Groups["rest"].Value}"
                : failure
        );
    }

    [GeneratedRegex(
        @"^[\w.]+: (The )?(field )?\w+\.(?<path>[\w.]+)( field)? (?<rest>(is|must)\b.*)$",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture
    )]
    private static partial Regex Annotation();
}
