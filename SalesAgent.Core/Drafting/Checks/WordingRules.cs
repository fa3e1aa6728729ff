using System.Globalization;
using System.Text.RegularExpressions;

namespace SalesAgent.Core.Drafting.Checks;

/// <summary>Matters of taste and tact: none of them blocks.</summary>
internal static partial class WordingRules
{
    private const RegexOptions Options = RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture;
    private const int FewestWords = 40;
    private const int MostWords = 120;
    private const int LongestSentence = 25;

    public static IEnumerable<DraftFinding> Length(CheckedText text, DraftFacts facts)
    {
        var words = Word().Count(text.Prose);
        if (words is > 0 and (< FewestWords or > MostWords))
        {
            yield return DraftFinding.Warn(
                FindingCodes.Length,
                string.Create(CultureInfo.InvariantCulture, $"The text has {words} words; between {FewestWords} and {MostWords} read best.")
            );
        }
    }

    public static IEnumerable<DraftFinding> LongSentences(CheckedText text, DraftFacts facts)
    {
        var tooLong = SentenceEnd().Split(text.OwnProse).FirstOrDefault(sentence => Word().Count(sentence) > LongestSentence);
        if (tooLong is not null)
        {
            yield return DraftFinding.Warn(
                FindingCodes.LongSentence,
                $"A sentence has more than {LongestSentence} words: “{UntrustedText.Clean(tooLong, 60)}…”"
            );
        }
    }

    public static IEnumerable<DraftFinding> OneQuestion(CheckedText text, DraftFacts facts)
    {
        // "How are you?" in the first line greets; it asks for nothing.
        var afterGreeting = text.OwnProse.IndexOf('\n') is var end and >= 0 ? text.OwnProse[end..] : text.OwnProse;
        if (QuestionMarks().Count(afterGreeting) > 1)
            yield return DraftFinding.Warn(FindingCodes.Questions, "The text asks more than one thing.");
    }

    public static IEnumerable<DraftFinding> Commitments(CheckedText text, DraftFacts facts) =>
        Named(Commitment(), $"{text.OwnSubject}\n{text.OwnProse}", FindingCodes.Commitment, "These words may commit you to something: ");

    public static IEnumerable<DraftFinding> Hype(CheckedText text, DraftFacts facts)
    {
        if (text.OwnProse.Count(character => character == '!') > 1)
            yield return DraftFinding.Warn(FindingCodes.Hype, "The text has more than one exclamation mark.");

        foreach (
            var finding in Named(
                HypeWord(),
                $"{text.OwnSubject}\n{text.OwnProse}",
                FindingCodes.Hype,
                "These words read like advertising: "
            )
        )
        {
            yield return finding;
        }
    }

    /// <summary>No program makes a link of it, but a reader may.</summary>
    public static IEnumerable<DraftFinding> WordedLinks(CheckedText text, DraftFacts facts)
    {
        var found = LinkSpelling.InWords($"{CheckedText.SafeFold(text.OwnSubject)}\n{text.Folded}").FirstOrDefault();
        if (found is not null)
        {
            yield return DraftFinding.Warn(
                FindingCodes.WordedLink,
                $"These words may be read as a web address: {UntrustedText.Clean(found, 60)}"
            );
        }
    }

    /// <summary>What a first mail never asks for, and a forged one does.</summary>
    public static IEnumerable<DraftFinding> SensitiveMatters(CheckedText text, DraftFacts facts) =>
        Named(
            Sensitive(),
            $"{text.OwnSubject}\n{text.OwnProse}",
            FindingCodes.Sensitive,
            "A mail from you should not ask for such things: "
        );

    private static IEnumerable<DraftFinding> Named(Regex pattern, string text, string code, string message)
    {
        var words = pattern.Matches(text).Select(match => match.Value).Distinct(StringComparer.OrdinalIgnoreCase).Take(5).ToArray();
        if (words.Length > 0)
            yield return DraftFinding.Warn(code, message + string.Join(", ", words));
    }

    [GeneratedRegex(@"[\p{L}\p{N}]+(['’.:-][\p{L}\p{N}]+)*", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Word();

    [GeneratedRegex(@"[.!?…:]+[”""')]*(\s|$)|\n\s*\n|\n\s*[-•*]\s", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex SentenceEnd();

    [GeneratedRegex(@"[?？]+", RegexOptions.CultureInvariant)]
    private static partial Regex QuestionMarks();

    [GeneratedRegex(
        @"\b(prices?|pricing|priced|discount(s|ed)?|rebates?|guarantee(s|d)?|warrant(y|ies)|refund(s|able|ed)?|money back|legal(ly)?|contract(s|ual|ually)?|liab(le|ility)|indemnif\w+|SLAs?|deadlines?|free (of charge|trial)|for free|at no (extra )?(cost|charge)|(I|we) promise|penalt(y|ies)|binding)\b|\d ?% off\b|[$€£¥] ?\d[\d.,]*|\b\d[\d.,]{0,20} ?(USD|EUR|GBP|CHF|dollars|euros|pounds)\b",
        Options
    )]
    private static partial Regex Commitment();

    [GeneratedRegex(
        @"\b(passwords?|passcodes?|passphrases?|login (data|details)|credentials|(bank|card|payment|account) (details|number|data)|credit cards?|gift cards?|IBAN|wire transfers?|social security|one-time (code|password)|verification code|security code|account (is|was|has been|will be) (locked|suspended|blocked|closed)|(your|the) (account|mailbox|access) (expires|will expire))\b",
        Options
    )]
    private static partial Regex Sensitive();

    [GeneratedRegex(
        @"\b(revolutionary|revolutioni[sz]e\w*|game[- ]chang(er|ers|ing)|cutting[- ]edge|best[- ]in[- ]class|world[- ]class|state[- ]of[- ]the[- ]art|synerg(y|ies)|supercharge\w*|skyrocket\w*|10x|act now|limited[- ]time|once[- ]in[- ]a[- ]lifetime|don['’]t miss( out)?|exclusive offer|next level|no[- ]brainer|amazing|incredible|unbelievable|hope this (e-?mail|mail|message) finds you well|touch(ing)? base|quick win|100 ?% (free|satisf\w+)|risk[- ]free)\b",
        Options
    )]
    private static partial Regex HypeWord();
}
