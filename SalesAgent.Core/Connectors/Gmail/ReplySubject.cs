using System.Collections.Frozen;

namespace SalesAgent.Core.Connectors.Gmail;

/// <summary>
/// The subject of an answer. Gmail keeps it in the conversation only while it is the conversation's own, so that no word of it
/// may change but the English marks at its front.
/// </summary>
internal static class ReplySubject
{
    // The longest word below, a count ("Re[2]:"), and some room for blanks.
    private const int LongestMark = 16;

    /// <summary>Programs of languages that run to the left put them before everything else.</summary>
    private const string Unseen = "\u200E\u200F\u061C\u202A\u202B\u202C\u2066\u2067\u2068\u2069\u200B\uFEFF ";

    private static readonly FrozenSet<string> English = FrozenSet.Create(StringComparer.OrdinalIgnoreCase, "re", "fwd", "fw");

    /// <summary>"Re" as mail programs write it elsewhere. Whether Gmail knows these as marks is not written down: they stay.</summary>
    private static readonly FrozenSet<string> OfOtherLanguages = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        "aw",
        "antw",
        "antwort",
        "sv",
        "vs",
        "svar",
        "ref",
        "rif",
        "r",
        "res",
        "resp",
        "odp",
        "vá",
        "ynt",
        "απ",
        "σχετ",
        "отв",
        "на",
        "bls",
        "atb",
        "回复",
        "回覆",
        "答复",
        "答覆",
        "返信",
        "회신",
        "השב",
        "رد"
    );

    public static string For(string threadSubject)
    {
        var bare = Bare(threadSubject).AsSpan();
        return IsMarked(bare.TrimStart(Unseen), OfOtherLanguages, out _) ? bare.ToString() : $"Re: {bare}";
    }

    /// <summary>Without English marks: what two subjects of one conversation have in common, in its own spelling.</summary>
    public static string Bare(string subject)
    {
        var bare = subject.AsSpan().Trim();
        while (IsMarked(bare.TrimStart(Unseen), English, out var rest))
            bare = rest.TrimStart();
        return bare.ToString();
    }

    // A word, perhaps a count, and a colon, which may be a wide one or stand apart.
    private static bool IsMarked(ReadOnlySpan<char> subject, FrozenSet<string> words, out ReadOnlySpan<char> rest)
    {
        rest = default;
        var colon = subject[..Math.Min(subject.Length, LongestMark)].IndexOfAny(':', '：');
        if (colon <= 0)
            return false;
        var word = subject[..colon].TrimEnd().TrimEnd("[]()^0123456789").TrimEnd();
        rest = subject[(colon + 1)..];
        return words.GetAlternateLookup<ReadOnlySpan<char>>().Contains(word);
    }
}
