using System.Globalization;
using System.Text.RegularExpressions;
using SalesAgent.Core.Drafting.Checks;

namespace SalesAgent.Core.Drafting;

/// <summary>
/// Whether the subject of a conversation may stand over an answer of ours. Most of what people write may: dates, numbers, marks, brackets,
/// the name of a site. Not an address, a telephone number or a link to somewhere else, and nothing that talks to software.
/// </summary>
internal static partial class TheirSubject
{
    private const RegexOptions Options = RegexOptions.IgnoreCase | RegexOptions.CultureInvariant;

    /// <param name="subject">As the conversation spells it.</param>
    /// <param name="theirs">The lead's addresses.</param>
    /// <param name="phone">The lead's telephone, or null.</param>
    /// <param name="linkHosts">Hosts that links of ours may lead to.</param>
    public static bool CanStand(string subject, IReadOnlyList<string> theirs, string? phone, IReadOnlyCollection<string> linkHosts)
    {
        if (Hides().IsMatch(subject))
            return false;

        // What nobody sees is not what it is judged by.
        var text = CheckedText.SafeFold(UntrustedText.Clean(subject, int.MaxValue) ?? "");
        return InstructionLikeText
                .In(theirs.Aggregate(text, (rest, own) => rest.Replace(own, "me", StringComparison.OrdinalIgnoreCase)))
                .Count == 0
            && !Markup().IsMatch(text)
            && PhoneNumbers.In(text).All(number => PhoneNumbers.Same(number, phone))
            && ContentRules.AddressesIn(text).All(address => theirs.Contains(address, StringComparer.OrdinalIgnoreCase))
            && Links.Suspected(text).All(link => IsJustAName(link, text, subject) || IsAllowed(link, theirs, linkHosts));
    }

    private static bool IsAllowed(string link, IReadOnlyList<string> theirs, IReadOnlyCollection<string> linkHosts) =>
        theirs.Any(address => Links.WhyNot(link, address, linkHosts) is null);

    /// <summary>"Integration with booking.com" names a business. "See evil.com" sends somebody there, and so does a host alone.</summary>
    private static bool IsJustAName(string link, string text, string subject)
    {
        var at = text.IndexOf(link, StringComparison.Ordinal);
        var others = text.Remove(at, link.Length);
        return Name().IsMatch(link)
            && !Links.IsShortener(link)
            && others.Any(char.IsLetter)
            && ReplySubject().Replace(others, "").Any(char.IsLetter)
            && !GoThere().IsMatch(text[..at])
            && IsPlainIn(subject, link);
    }

    /// <summary>Nothing unseen stands in it or beside it.</summary>
    private static bool IsPlainIn(string subject, string link)
    {
        var at = subject.IndexOf(link, StringComparison.Ordinal);
        return at >= 0 && !IsUnseen(subject, at - 1) && !IsUnseen(subject, at + link.Length);
    }

    private static bool IsUnseen(string text, int at) =>
        at >= 0 && at < text.Length && char.GetUnicodeCategory(text[at]) is UnicodeCategory.Format;

    /// <summary>
    /// Text turned around, a message in tag characters (a flag may have some), and towers of marks: no program of anybody's puts these into
    /// a subject.
    /// </summary>
    [GeneratedRegex(
        @"[\u202D\u202E]|(?<!\uD83C\uDFF4(?:\uDB40[\uDC20-\uDC7F])*)\uDB40[\uDC00-\uDC7F]|[\p{Mn}\p{Me}]{5,}",
        RegexOptions.CultureInvariant
    )]
    private static partial Regex Hides();

    /// <summary>
    /// Tags of HTML and of Teams, templates, gaps to fill in, code. "Order &lt;urgent&gt;", "{Projekt X}" and "[EXT]" are none.
    /// </summary>
    [GeneratedRegex(
        @"</|/>|<[!?%|]|<(?i:a|at|b|i|u|p|s|br|hr|em|h[1-6]|div|img|svg|span|font|form|html|head|body|link|meta|style|table|script|iframe|input|object|embed|strong|system|user|assistant)\b|<\w[^<>=]*=|\{\{|\}\}|\$[{(]|\{\s*[""'\d]|\{(?:[a-z]+[A-Z_.]\w*|[A-Z]+_[A-Z_]+|(?:first|last|full)?name|e?mail|company)\}|[\[{]\s*""|\[\[\s*times\s*\]\]|%[A-Z_]{3,30}%|\b__[A-Za-z]+__\b|\]\(",
        RegexOptions.CultureInvariant
    )]
    private static partial Regex Markup();

    [GeneratedRegex(@"^(?!www\.|.*xn--)(?:[\p{L}\p{N}](?:[\p{L}\p{N}-]*[\p{L}\p{N}])?\.)+\p{L}[\p{L}\p{N}-]*$", Options)]
    private static partial Regex Name();

    [GeneratedRegex(
        @"\b(?:see|visit|go ?to|open|click(?: on| here)?|check(?: out)?|browse(?: to)?|log ?in(?: at| to| on)?|sign ?in(?: at| to| on)?|pay (?:at|on|via)|download (?:from|at)|siehe|besuche\w*|klick\w*(?: auf)?|öffne\w*|voir|visitez|cliquez(?: sur)?|ver|visite|haga clic en|bezoek|klik(?: op)?|vai su|visita)\W*$",
        Options
    )]
    private static partial Regex GoThere();

    [GeneratedRegex(@"^(?:\s*(?:re|fwd?|aw|sv|antw)\s*:)+", Options)]
    private static partial Regex ReplySubject();
}
