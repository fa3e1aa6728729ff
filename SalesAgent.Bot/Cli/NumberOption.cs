using System.CommandLine;
using System.Globalization;

namespace SalesAgent.Bot.Cli;

/// <summary>A whole number within bounds; anything else is a usage error.</summary>
internal static class NumberOption
{
    public static Option<int> Of(string name, string description, int usual, int least, int most)
    {
        var option = new Option<int>(name) { Description = $"{description}; {usual}", DefaultValueFactory = _ => usual };
        option.Validators.Add(result =>
        {
            // What is no number at all is refused by the parser.
            if (
                result.Tokens is [var given]
                && int.TryParse(given.Value, CultureInfo.InvariantCulture, out var value)
                && (value < least || value > most)
            )
            {
                result.AddError($"{name} is a number from {least} to {most}.");
            }
        });
        return option;
    }
}
