using System.Globalization;
using System.Text;
using SalesAgent.Core.People;

namespace SalesAgent.Bot.Webhooks.Payloads;

/// <summary>
/// An address as it comes out of another program: with characters that nobody sees, in quotation marks or angle brackets, as a link, or
/// typed with a full-width @.
/// </summary>
internal static class PastedAddress
{
    private const string Link = "mailto:";

    /// <summary>The addresses of mail are shorter; what is longer is not looked at further.</summary>
    private const int MostCharacters = 2_000;

    private static readonly char[] Around = "\"'`´‘’‚‛“”„«»‹›()[]{}<>,;:.…!?* ".ToCharArray();

    /// <param name="email">Normalised.</param>
    public static bool TryRead(string text, out string email)
    {
        if (EmailAddress.TryNormalise(text, out email) && IsPlain(text))
            return true;
        if (text.Length > MostCharacters)
            return false;

        var bare = Visible(text);
        if (bare.IndexOf('<', StringComparison.Ordinal) is >= 0 and var open)
        {
            // Two of them are two people, and neither is a guess to make; nor is one with something behind it.
            var close = bare.IndexOf('>', open);
            if (close < 0 || bare.LastIndexOf('<') != open || bare[(close + 1)..].Trim(Around).Length > 0)
                return false;
            var name = bare[..open].Trim(Around);
            bare = bare[(open + 1)..close];
            if (name.Contains('@', StringComparison.Ordinal) && !name.Equals(bare.Trim(Around), StringComparison.OrdinalIgnoreCase))
                return false;
        }

        bare = bare.Trim(Around);
        if (bare.StartsWith(Link, StringComparison.OrdinalIgnoreCase))
        {
            bare = bare[Link.Length..];
            if (bare.IndexOf('?', StringComparison.Ordinal) is >= 0 and var query)
            {
                if (bare.IndexOf('@', query) >= 0)
                    return false;
                bare = bare[..query];
            }

            bare = Uri.UnescapeDataString(bare);
        }

        return EmailAddress.TryNormalise(bare.Trim(Around), out email);
    }

    private static bool IsPlain(string text) => text.All(char.IsAscii);

    /// <summary>Half-width, and without what is not seen. Only that of compatibility: an international host stays what it is.</summary>
    private static string Visible(string text)
    {
        var seen = new StringBuilder(text.Length);
        foreach (var character in text)
        {
            if (character is >= '\uFF01' and <= '\uFF5E')
                seen.Append((char)(character - 0xFEE0));
            else if (character is '\u3002' or '\uFF61')
                seen.Append('.');
            else if (character is '\uFE6B')
                seen.Append('@');
            else if (char.IsWhiteSpace(character))
                seen.Append(' ');
            else if (!IsUnseen(character))
                seen.Append(character);
        }

        return seen.ToString().Trim();
    }

    private static bool IsUnseen(char character) =>
        char.GetUnicodeCategory(character) is UnicodeCategory.Format or UnicodeCategory.Control
        || character is (>= '\uFE00' and <= '\uFE0F') or '\u034F' or '\u115F' or '\u1160' or '\u3164' or '\uFFA0';
}
