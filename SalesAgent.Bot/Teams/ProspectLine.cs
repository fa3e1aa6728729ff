using System.Net;
using System.Text.RegularExpressions;
using SalesAgent.Core.People;

namespace SalesAgent.Bot.Teams;

/// <summary>
/// Reads the people out of what somebody typed after <c>prospect</c>: plain addresses, <c>Jane Doe &lt;jane@acme.com&gt;</c>, mailto links,
/// several of them, with whatever punctuation stands around.
/// </summary>
internal static partial class ProspectLine
{
    private const int LongestMilliseconds = 2_000;

    /// <param name="Unusable">Pieces that look like an address and are none.</param>
    /// <param name="Unread">What else stands there and belongs to no address.</param>
    public sealed record Reading(IReadOnlyList<Person> People, IReadOnlyList<string> Unusable, IReadOnlyList<string> Unread);

    public sealed record Person(string Email, string? FirstName, string? LastName)
    {
        /// <summary>Words before the address that were not taken for a name; null when there are none.</summary>
        public string? LeftOut { get; init; }
    }

    public static Reading Read(string text)
    {
        // A client turns an address into a link: [jane@acme.com](mailto:jane@acme.com) or <a href="mailto:…">…</a>. What it shows may be a
        // name.
        var plain = MarkdownLink().Replace(MailAnchor().Replace(text, " $2 <$1> "), "$1 <$2>");
        plain = WebUtility.HtmlDecode(HtmlTag().Replace(plain, " "));
        plain = plain.Replace("mailto:", " ", StringComparison.OrdinalIgnoreCase);

        var people = new List<Person>();
        var unusable = new List<string>();
        var end = 0;
        foreach (var piece in AddressLike().EnumerateMatches(plain))
        {
            var word = plain.Substring(piece.Index, piece.Length).Trim('.', ':', '!', '?', '\'', '`', '*');
            if (word.Trim('@').Length == 0)
                continue;

            var before = plain[end..piece.Index];
            end = piece.Index + piece.Length;
            if (!EmailAddress.TryNormalise(word, out var email))
                unusable.Add(word);
            else if (!people.Exists(person => person.Email == email))
                people.Add(Named(email, before));
        }

        return new Reading(people, unusable, [.. plain[end..].Split([',', ';', '\n']).Select(Meant).Where(piece => piece.Length > 0)]);
    }

    private static Person Named(string email, string before)
    {
        var words = Meant(before);
        var name = TypedName.Read(words, email, isDisplayName: before.TrimEnd() is [.., '<' or '(' or '"']);
        return new Person(email, name?.First, name?.Last)
        {
            LeftOut = TypedName.LeftOut(words, name) is { Length: > 0 } left ? left : null,
        };
    }

    /// <summary>Without the signs and small words that only join one thing to the next.</summary>
    private static string Meant(string text)
    {
        var words = text.TrimStart(' ', '\t', '\n', '\r', '\u00A0', ',', ';', '>', ')', ']', '"', '.', ':', '!', '?', '*', '`')
            .TrimEnd(' ', '\t', '\n', '\r', '\u00A0', ',', ';', '<', '>', '(', '[', '"', '.', ':', '!', '?', '*', '`')
            .Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)
            .ToList();
        while (words.Count > 0 && IsGlue(words[0].Trim(',', ';', '!', '.')))
            words.RemoveAt(0);
        while (words.Count > 0 && IsGlue(words[^1].Trim(',', ';', '!', '.')))
            words.RemoveAt(words.Count - 1);
        return string.Join(' ', words);
    }

    private static bool IsGlue(string word) =>
        word.ToUpperInvariant()
            is ""
                or "AND"
                or "UND"
                or "ET"
                or "&"
                or "+"
                or "-"
                or "–"
                or "PLEASE"
                or "FOR"
                or "TO"
                or "WITH"
                or "LEAD"
                or "THANKS"
                or "THX"
                or "NOW";

    /// <summary>A piece between spaces, commas and brackets that has the sign in it.</summary>
    [GeneratedRegex(@"[^\s,;<>()\[\]""]*@[^\s,;<>()\[\]""]*", RegexOptions.NonBacktracking, LongestMilliseconds)]
    private static partial Regex AddressLike();

    [GeneratedRegex(
        @"<a\s[^<>]*href=[""']mailto:([^""'?<>]*)[^<>]*>(.*?)</a>",
        RegexOptions.IgnoreCase | RegexOptions.Singleline | RegexOptions.NonBacktracking,
        LongestMilliseconds
    )]
    private static partial Regex MailAnchor();

    /// <summary>No piece of it can be read in two ways, so a text full of beginnings costs no more than any other.</summary>
    [GeneratedRegex(
        @"\[([^\[\]]*)\]\((?:mailto:)?([^()?]*)(?:\?[^()]*)?\)",
        RegexOptions.IgnoreCase | RegexOptions.NonBacktracking,
        LongestMilliseconds
    )]
    private static partial Regex MarkdownLink();

    /// <summary>An address in angle brackets may begin like a tag: <c>&lt;a@acme.com&gt;</c>.</summary>
    [GeneratedRegex(
        @"</?(?:a|span|p|div|br|at)(?:\s[^<>]*)?/?>",
        RegexOptions.IgnoreCase | RegexOptions.NonBacktracking,
        LongestMilliseconds
    )]
    private static partial Regex HtmlTag();
}
