using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using SalesAgent.Core.People;

namespace SalesAgent.Core.Drafting.Checks;

/// <summary>To whom, from whom, under which subject.</summary>
internal static partial class EnvelopeRules
{
    private const int LongestSubject = 50;

    public static IEnumerable<DraftFinding> Recipient(CheckedText text, DraftFacts facts)
    {
        if (
            !EmailAddress.TryNormalise(text.Draft.To, out var to)
            || !EmailAddress.TryNormalise(facts.ContactEmail, out var contact)
            || !string.Equals(to, contact, StringComparison.Ordinal)
        )
        {
            yield return DraftFinding.Block(FindingCodes.Recipient, "The recipient is not the address of the contact.");
        }
    }

    public static IEnumerable<DraftFinding> Sender(CheckedText text, DraftFacts facts)
    {
        if (!string.Equals(text.Draft.From, facts.RepEmail, StringComparison.OrdinalIgnoreCase))
            yield return DraftFinding.Block(FindingCodes.Sender, "The sender is not the rep whose lead this is.");
    }

    public static IEnumerable<DraftFinding> HiddenCharacters(CheckedText text, DraftFacts facts)
    {
        var draft = text.Draft;
        foreach (
            var (what, value) in new[]
            {
                ("subject", draft.Subject),
                ("sender's name", draft.FromName),
                ("recipient's name", draft.ToName ?? ""),
            }
        )
        {
            if (HasHidden(value, newLines: false))
            {
                yield return DraftFinding.Block(
                    FindingCodes.HiddenCharacters,
                    $"The {what} contains a line break or invisible characters."
                );
            }
        }

        if (HasHidden(draft.Body, newLines: true))
            yield return DraftFinding.Block(FindingCodes.HiddenCharacters, "The text contains invisible or control characters.");
    }

    public static IEnumerable<DraftFinding> NothingEmpty(CheckedText text, DraftFacts facts)
    {
        if (string.IsNullOrWhiteSpace(text.Draft.Subject))
            yield return DraftFinding.Block(FindingCodes.Empty, "There is no subject.");
        if (string.IsNullOrWhiteSpace(text.Draft.Body))
            yield return DraftFinding.Block(FindingCodes.Empty, "There is no text.");
    }

    public static IEnumerable<DraftFinding> Subject(CheckedText text, DraftFacts facts)
    {
        var subject = text.Draft.Subject;
        if (text.SubjectIsTheirs)
            yield break;

        if (facts is { IsReply: true, ThreadSubject: not null })
        {
            yield return DraftFinding.Warn(
                FindingCodes.Subject,
                "The subject is not that of the conversation: Gmail would start a new one."
            );
        }

        if (!facts.IsReply && LooksLikeReply().IsMatch(CheckedText.SafeFold(subject)))
        {
            yield return DraftFinding.Block(
                FindingCodes.FakeReply,
                "The subject pretends to answer or forward a mail, but there was none."
            );
        }

        if (Placeholders.Find(subject) is { } placeholder)
            yield return DraftFinding.Block(FindingCodes.Placeholder, $"The subject still has a gap to fill in: {placeholder}");

        foreach (var link in Links.In(CheckedText.SafeFold(subject)))
        {
            if (Links.WhyNot(link, facts) is { } reason)
                yield return DraftFinding.Block(FindingCodes.Link, $"The subject has a link that {reason}: {link}");
        }

        if (new StringInfo(subject).LengthInTextElements > LongestSubject)
            yield return DraftFinding.Warn(FindingCodes.Subject, $"The subject is longer than {LongestSubject} characters.");

        if (
            subject.Count(char.IsLetter) >= 6
            && subject.Any(char.IsUpper)
            && !subject.Any(char.IsLower)
            && subject.Contains(' ', StringComparison.Ordinal)
        )
        {
            yield return DraftFinding.Warn(FindingCodes.Subject, "The subject is all in capitals.");
        }
    }

    private static bool HasHidden(string value, bool newLines)
    {
        foreach (var rune in value.EnumerateRunes())
        {
            if (rune.Value == '\n' && newLines)
                continue;
            if (rune == Rune.ReplacementChar)
                return true;
            if (
                Rune.GetUnicodeCategory(rune)
                is UnicodeCategory.Control
                    or UnicodeCategory.Format
                    or UnicodeCategory.LineSeparator
                    or UnicodeCategory.ParagraphSeparator
                    or UnicodeCategory.PrivateUse
            )
            {
                return true;
            }
        }

        return false;
    }

    [GeneratedRegex(
        @"^\s*(re|fwd?|aw|wg|sv|vs|antw|rv|tr|odp|ynt)\s*(\[\d+\]|\(\d+\))?\s*:",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant
    )]
    private static partial Regex LooksLikeReply();
}
