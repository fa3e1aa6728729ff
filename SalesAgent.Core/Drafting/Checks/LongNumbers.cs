using System.Text.RegularExpressions;

namespace SalesAgent.Core.Drafting.Checks;

/// <summary>Numbers of seven digits and more, however they are grouped: telephones, accounts, cards.</summary>
internal static partial class LongNumbers
{
    public static bool AnyIn(string text) => Number().IsMatch(text);

    public static string Replaced(string text, string by) => Number().Replace(text, by);

    [GeneratedRegex(@"\+?\(?\d(?:[\s().\p{Pd}/]{0,2}\d){6,}", RegexOptions.CultureInvariant)]
    private static partial Regex Number();
}
