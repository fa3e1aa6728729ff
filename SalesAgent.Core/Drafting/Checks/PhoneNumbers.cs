using System.Text.RegularExpressions;

namespace SalesAgent.Core.Drafting.Checks;

/// <summary>
/// Telephone and card numbers, told from dates, orders, tickets and amounts by how they are written: with a plus, with an area code, or
/// after a word that asks to call.
/// </summary>
internal static partial class PhoneNumbers
{
    private const RegexOptions Options = RegexOptions.IgnoreCase | RegexOptions.CultureInvariant;
    private const int FewestDigits = 7;
    private const int MostDigits = 15;
    private const int FewestInCard = 13;
    private const int MostInCard = 19;

    public static bool AnyIn(string text) => In(text).Any();

    public static IEnumerable<string> In(string text)
    {
        // Most texts have too few digits.
        if (text.Count(char.IsAsciiDigit) < FewestDigits)
            yield break;

        var rest = DateOrTime().Replace(text, static date => new string('~', date.Length));
        foreach (var pattern in new[] { Called(), International(), National(), American(), Card() })
        {
            foreach (var found in Found(pattern, rest))
                yield return found;
        }
    }

    /// <summary>Whether both are the same number, with or without their country.</summary>
    public static bool Same(string one, string? other) =>
        other is not null
        && Digits(one).TrimStart('0') is { Length: >= FewestDigits } a
        && Digits(other).TrimStart('0') is { Length: >= FewestDigits } b
        && (a.EndsWith(b, StringComparison.Ordinal) || b.EndsWith(a, StringComparison.Ordinal));

    private static IEnumerable<string> Found(Regex pattern, string text)
    {
        foreach (Match match in pattern.Matches(text))
        {
            var number = match.Groups["number"];
            var digits = Digits(number.Value);
            var fits =
                pattern == Card()
                    ? digits.Length is >= FewestInCard and <= MostInCard && IsCard(digits)
                    : digits.Length is >= FewestDigits and <= MostDigits
                        && (pattern == Called() || pattern == International() || !Numbered().IsMatch(text[..number.Index]));
            if (fits)
                yield return number.Value;
        }
    }

    private static string Digits(string text) => string.Concat(text.Where(char.IsAsciiDigit));

    /// <summary>The check digit of ISO/IEC 7812.</summary>
    private static bool IsCard(string digits) =>
        digits
            .Reverse()
            .Select((digit, at) => (Value: digit - '0', Doubled: at % 2 == 1))
            .Sum(one => one.Doubled ? (one.Value * 2 / 10) + (one.Value * 2 % 10) : one.Value) % 10
        == 0;

    [GeneratedRegex(
        @"\b\d{4}[-/.]\d{1,2}[-/.]\d{1,2}\b|\b\d{1,2}[-/.]\s?\d{1,2}[-/.]\s?(?:\d{4}|\d{2})\b|\b\d{1,2}[:.]\d{2}(?::\d{2})?\s?(?:uhr|h|am|pm)\b|\b\d{1,2}:\d{2}\b",
        Options
    )]
    private static partial Regex DateOrTime();

    [GeneratedRegex(
        @"\b(?:call|phone|tel|telephone|telefon|teléfono|téléphone|mobile|cell|whatsapp|fax|ring|dial|text|sms|hotline|ruf\w*|anruf\w*|appele[zr]|llam\w*|chiam\w*|bel)\b[^\d\n~+]{0,20}(?<number>\+?\(?\d(?:[\s().\p{Pd}/]{0,2}\d){6,14})(?!\d)",
        Options
    )]
    private static partial Regex Called();

    [GeneratedRegex(@"(?<![\p{L}\p{N}])(?<number>\+\s?\(?[1-9](?:[\s().\p{Pd}/]{0,3}\d){6,14})(?!\d)", Options)]
    private static partial Regex International();

    /// <summary>"030 1234567", "(0171) 234 56 78", "0049 30 1234567".</summary>
    [GeneratedRegex(
        @"(?<![\p{L}\p{N}#.,/\p{Pd}(])(?<number>\(?0\d{1,4}\)?[\s./\p{Pd}]{1,2}\d{2,}(?:[\s./\p{Pd}]\d{2,})*)(?![\p{L}\p{N}])",
        Options
    )]
    private static partial Regex National();

    /// <summary>"(555) 010-0199", "1-800-555-0199".</summary>
    [GeneratedRegex(
        @"(?<![\p{L}\p{N}\p{Pd}])(?<number>(?:1[\s.\p{Pd}])?\(?[2-9]\d{2}\)?[\s.\p{Pd}]{1,2}\d{3}[\s.\p{Pd}]\d{4})(?![\p{L}\p{N}\p{Pd}])",
        Options
    )]
    private static partial Regex American();

    [GeneratedRegex(
        @"(?<![\p{L}\p{N}])(?<number>\d{4}(?:[\s\p{Pd}]\d{4}){2}[\s\p{Pd}]\d{1,7}|\d{4}[\s\p{Pd}]\d{6}[\s\p{Pd}]\d{5}|\d{15,16})(?!\d)",
        Options
    )]
    private static partial Regex Card();

    /// <summary>What stands before the number of something that is no telephone.</summary>
    [GeneratedRegex(
        @"(?:#|№|\b(?:no|nr|num|numero|número|number|nummer|n°|po|order|invoice|ticket|case|ref|reference|id|quote|offer|rechnung|auftrag|angebot|bestellung|kunde\w*|vertrag\w*|facture|commande|factura|pedido|rfq|rfp|sku|item|part|art|artikel|serial|sn|version|v|project|projekt)\b)[\s.:#°/\p{Pd}]{0,3}$",
        Options
    )]
    private static partial Regex Numbered();
}
