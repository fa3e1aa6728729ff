using System.Text.RegularExpressions;
using SalesAgent.Core.Drafting.Checks;

namespace SalesAgent.Core.Drafting.Writing;

/// <summary>
/// Lets a stranger's words into a mail of ours only where they are what they should be: a name that is a name, a sentence that
/// is just a sentence. Anything else is left out, and the templates read well without it.
/// </summary>
internal static partial class PlainWords
{
    private const int LongestSentence = 140;
    private const int MostWords = 18;
    private const int FewestWords = 4;

    /// <summary>A given name to greet with: letters, at most three words.</summary>
    public static string? FirstName(string? text) =>
        UntrustedText.Clean(text, 41) is { Length: <= 40 } name && GivenName().IsMatch(name) && !NotAName().IsMatch(name) && IsInert(name)
            ? name
            : null;

    /// <summary>
    /// The name of a company, a job or a form, with the punctuation that such names have. One that is called like a site ("Booking.com")
    /// only where that is the lead's own: a mail program makes a link of it.
    /// </summary>
    /// <param name="domain">Of the lead's address; null when names of sites are left out.</param>
    public static string? Title(string? text, int max, string? domain = null) =>
        UntrustedText.Clean(text, max + 1) is { } title
        && title.Length <= max
        && TitleCharacters().IsMatch(title)
        && !NotInATitle().IsMatch(title)
        && !NotAName().IsMatch(title)
        && HasPairs(title)
        && IsInertTitle(title, domain)
            ? title
            : null;

    /// <summary>
    /// The first sentence of a message if it can be quoted as it is: short, whole, and without anything one could click, fill in or obey.
    /// </summary>
    public static string? Quotation(string? message)
    {
        if (UntrustedText.Clean(message, 600) is not { } text)
            return null;

        text = Salutation().Replace(text, "");
        var end = SentenceEnd().Match(text);
        var sentence = end.Success ? text[..(end.Index + 1)] : text;
        if (sentence.Length is 0 or > LongestSentence || !SentenceCharacters().IsMatch(sentence))
            return null;

        var words = sentence.Split(' ').Length;
        return words is >= FewestWords and <= MostWords && !TimesRules.NamesClockTime(sentence) && IsInert(sentence) ? sentence : null;
    }

    /// <summary>
    /// Nothing one could click, call, fill in or obey. One or two words are no instruction; the question is only asked where it can have an
    /// answer.
    /// </summary>
    internal static bool IsInert(string text) =>
        !Links.Suspected(text).Any()
        && !ContentRules.AddressesIn(text).Any()
        && !LongNumbers.AnyIn(text)
        && Placeholders.Find(text) is null
        && (text.AsSpan().Count(' ') < 2 || InstructionLikeText.In(text).Count == 0);

    private static bool IsInertTitle(string title, string? domain) =>
        Links.Suspected(title).All(host => Links.IsTheirSite(host, domain))
        && !ContentRules.AddressesIn(title).Any()
        && !PhoneNumbers.AnyIn(title)
        && Placeholders.Find(title) is null
        && (title.AsSpan().Count(' ') < 2 || InstructionLikeText.In(title).Count == 0);

    /// <summary>What is opened is closed: half a bracket is a piece of something else.</summary>
    private static bool HasPairs(string title)
    {
        var open = 0;
        foreach (var character in title)
        {
            open += character switch
            {
                '(' => 1,
                ')' => -1,
                _ => 0,
            };
            if (open < 0)
                return false;
        }

        return open == 0;
    }

    [GeneratedRegex(@"^\p{L}[\p{L}\p{M}'’.-]*( [\p{L}\p{M}'’.-]+){0,2}$", RegexOptions.CultureInvariant)]
    private static partial Regex GivenName();

    [GeneratedRegex(
        @"^[\p{L}\p{N}„“""«‘’'(#¿¡][\p{L}\p{M}\p{N} .,;:!?¿¡'’‘`´„“”""«»‹›()&+/|·•#%*°º®™–—-]*$",
        RegexOptions.CultureInvariant
    )]
    private static partial Regex TitleCharacters();

    /// <summary>A colon stands between two words, not in a scheme or a header; markup, and nothing but marks.</summary>
    [GeneratedRegex(@":(?! )|\bb?cc ?:|\*\*|`|--|^[^\p{L}\p{N}]+$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex NotInATitle();

    [GeneratedRegex(
        @"^(null|undefined|none|nan|unknown|n\.?/?a\.?|-+|test|first ?name|name|company|asdf\w*|me|mr|mrs|ms|dr)\.?$",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant
    )]
    private static partial Regex NotAName();

    [GeneratedRegex(@"^[\p{L}\p{N}][\p{L}\p{M}\p{N} ,.;'’!?&+%/()–€$£-]*$", RegexOptions.CultureInvariant)]
    private static partial Regex SentenceCharacters();

    [GeneratedRegex(
        @"^(hi|hello|hey|dear|good (morning|afternoon|evening)|greetings)\b[^,.!?]{0,30}[,.!]+ *",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant
    )]
    private static partial Regex Salutation();

    [GeneratedRegex(@"[.!?](?= |$)", RegexOptions.CultureInvariant)]
    private static partial Regex SentenceEnd();
}
