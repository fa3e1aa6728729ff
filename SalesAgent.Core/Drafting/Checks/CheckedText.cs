using System.Text;
using SalesAgent.Core.Connectors.Gmail;
using SalesAgent.Core.Drafting.Times;

namespace SalesAgent.Core.Drafting.Checks;

/// <summary>A draft, cut up once for all rules.</summary>
internal sealed class CheckedText
{
    private const int LongestSource = 8000;

    private static readonly char[] Quotes = ['“', '”', '"', '„', '«', '»'];

    public CheckedText(Draft draft, DraftFacts facts)
    {
        Draft = draft;
        SubjectIsTheirs = facts is { IsReply: true, ThreadSubject: { } thread } && Bare(draft.Subject) == Bare(thread);
        Folded = SafeFold(draft.Body);
        TimeLines = [.. draft.Times.Select(TimesText.Line)];

        var timeLines = TimeLines.ToHashSet(StringComparer.Ordinal);
        OtherLines = [.. draft.Body.Split('\n').Where(line => !timeLines.Contains(line))];
        Prose = string.Join('\n', OtherLines);
        OwnProse = WithoutQuotationsOf(
            Prose,
            [.. facts.TheirWords.Select(words => UntrustedText.Clean(words, LongestSource)).OfType<string>()]
        );
    }

    public Draft Draft { get; }

    /// <summary>A reply under the subject of its conversation: its words are not ours to judge.</summary>
    public bool SubjectIsTheirs { get; }

    /// <summary>The subject where it is ours, else nothing.</summary>
    public string OwnSubject => SubjectIsTheirs ? "" : Draft.Subject;

    /// <summary>The body with look-alikes of plain letters (full-width, mathematical) folded to them.</summary>
    public string Folded { get; }

    /// <summary>The offered times as they must stand in the body.</summary>
    public IReadOnlyList<string> TimeLines { get; }

    public IReadOnlyList<string> OtherLines { get; }

    /// <summary>The body without its lines of times.</summary>
    public string Prose { get; }

    /// <summary><see cref="Prose"/> without what is quoted, word for word, from the lead.</summary>
    public string OwnProse { get; }

    /// <summary>
    /// Compatibility form, with other spellings of what a link is made of; the text as it is where it cannot be normalised.
    /// </summary>
    internal static string SafeFold(string text)
    {
        try
        {
            return LinkSpelling.Plain(text.Normalize(NormalizationForm.FormKC));
        }
        catch (ArgumentException)
        {
            // Half a surrogate pair; the rule on hidden characters blocks it.
            return text;
        }
    }

    /// <summary>What decides about the conversation, however blanks and marks are spelled.</summary>
    private static string? Bare(string subject) => UntrustedText.Clean(ReplySubject.Bare(subject), int.MaxValue);

    private static string WithoutQuotationsOf(string text, string[] sources)
    {
        if (sources.Length == 0)
            return text;

        var rest = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; )
        {
            var open = text.IndexOfAny(Quotes, i);
            var close = open < 0 ? -1 : text.IndexOfAny(Quotes, open + 1);
            if (close < 0)
                return rest.Append(text, i, text.Length - i).ToString();

            var quoted = text[(open + 1)..close].TrimEnd('…', ' ', ',');
            var theirs = quoted.Length > 0 && Array.Exists(sources, source => source.Contains(quoted, StringComparison.OrdinalIgnoreCase));
            rest.Append(text, i, open - i);
            if (!theirs)
                rest.Append(text, open, close + 1 - open);
            i = close + 1;
        }

        return rest.ToString();
    }
}
