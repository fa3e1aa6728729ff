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
    public sealed record Reading(IReadOnlyList<Person> People, IReadOnlyList<string> Unusable);

    public sealed record Person(string Email, string? FirstName, string? LastName);

    public static Reading Read(string text)
    {
        // A client turns an address into a link: [jane@acme.com](mailto:jane@acme.com) or <a href="mailto:…">…</a>. What it shows may be a
        // name.
        var plain = MarkdownLink().Replace(MailAnchor().Replace(text, " $2 $1 "), "$1 $2");
        plain = WebUtility.HtmlDecode(HtmlTag().Replace(plain, " "));
        plain = plain.Replace("mailto:", " ", StringComparison.OrdinalIgnoreCase);

        var people = new List<Person>();
        var unusable = new List<string>();
        var name = new List<string>();
        foreach (
            var piece in plain.Split(
                [' ', '\t', '\n', '\r', ',', ';', '<', '>', '(', ')', '[', ']', '"', '\u00A0'],
                StringSplitOptions.RemoveEmptyEntries
            )
        )
        {
            var word = piece.Trim('.', ':', '!', '?', '\'', '`', '*');
            if (word.Length == 0)
                continue;
            if (!word.Contains('@', StringComparison.Ordinal))
            {
                if (!IsGlue(word))
                    name.Add(word);
                continue;
            }

            if (!EmailAddress.TryNormalise(word, out var email))
                unusable.Add(word);
            else if (!people.Exists(person => person.Email == email))
                people.Add(new Person(email, name.Count > 0 ? name[0] : null, name.Count > 1 ? string.Join(' ', name.Skip(1)) : null));
            name.Clear();
        }

        return new Reading(people, unusable);
    }

    private static bool IsGlue(string word) =>
        word.ToUpperInvariant() is "AND" or "UND" or "ET" or "&" or "+" or "-" or "–" or "PLEASE" or "FOR" or "TO" or "WITH" or "LEAD";

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
