using System.Text.RegularExpressions;
using SalesAgent.Core.Connectors.Gmail;
using SalesAgent.Core.Drafting.Checks;

namespace SalesAgent.Core.Drafting.Agents;

/// <summary>What became of a model's answer: a text that may go on to the checks, or the reason why not.</summary>
internal abstract partial record ModelAnswer
{
    private const int LongestSubject = 80;
    private const int LongestBody = 3000;

    private ModelAnswer() { }

    /// <param name="told">What the writer was told: a number that is not in it is invented.</param>
    public static ModelAnswer Read(string answer, MessageBrief brief, ModelBrief told)
    {
        if (string.IsNullOrWhiteSpace(answer))
            return new Unusable("it was empty");
        if (!TryParse(answer, out var subject, out var body))
            return new Unusable("it was not the JSON asked for");

        var cleanSubject = brief.ThreadSubject is { } thread ? ReplySubject.For(thread) : UntrustedText.Clean(subject, LongestSubject + 1);
        var cleanBody = UntrustedText.CleanLines(body, LongestBody + 1);
        if (cleanSubject is null || cleanBody is null)
            return new Unusable("subject or text was empty");
        if (cleanBody.Length > LongestBody || (brief.ThreadSubject is null && cleanSubject.Length > LongestSubject))
            return new Unusable("it was too long");

        var text = Signed(MailText.Tidy(cleanBody), told.RepName);
        if (MailText.CountMarkers(text) != (brief.OffersTimes ? 1 : 0) || MailText.HasTimesLine(text) != brief.OffersTimes)
            return new Unusable(brief.OffersTimes ? "it left no place for times" : "it made a place for times although there are none");

        var ownWords = text.Replace(WrittenMessage.TimesMarker, "", StringComparison.Ordinal);
        if (brief.ThreadSubject is null)
            ownWords = $"{cleanSubject}\n{ownWords}";
        return WhyNot(CheckedText.SafeFold(ownWords), told) is { } reason ? new Unusable(reason) : new Usable(cleanSubject, text);
    }

    private static string? WhyNot(string words, ModelBrief told)
    {
        if (words.Contains('@', StringComparison.Ordinal))
            return "it has an e-mail address";
        if (Links.Suspected(words).Any())
            return "it has a link";
        if (InstructionLikeText.In(words).Count > 0)
            return "it talks to software";
        if (Placeholders.Find(words) is not null || Markup().IsMatch(words))
            return "it has a placeholder or markup";

        var known = Digits().Matches(CheckedText.SafeFold(told.Json())).Select(match => match.Value).ToHashSet(StringComparer.Ordinal);
        if (TimesRules.NamesClockTime(words) || Day().IsMatch(WithoutNames(words, told)))
            return "it names a time of its own";
        return Digits().Matches(words).All(match => known.Contains(match.Value)) ? null : "it has a number that nobody gave it";
    }

    /// <summary>A company may be called like a day.</summary>
    private static string WithoutNames(string words, ModelBrief told) =>
        new[] { told.RepName, told.FirstName, told.Company, told.JobTitle, told.FormName }
            .OfType<string>()
            .Where(name => name.Length > 0)
            .Aggregate(words, (text, name) => text.Replace(CheckedText.SafeFold(name), "", StringComparison.OrdinalIgnoreCase));

    private static bool TryParse(string answer, out string subject, out string body)
    {
        subject = body = "";
        using var document = AnswerJson.Parse(answer);
        if (
            document?.RootElement is not { } mail
            || mail.GetPropertyCount() != 2
            || AnswerJson.Text(mail, "subject") is not { } subjectText
            || AnswerJson.Text(mail, "body") is not { } bodyText
        )
        {
            return false;
        }

        (subject, body) = (subjectText, bodyText);
        return true;
    }

    /// <summary>The signature comes from the rep's record, once, whether or not the model wrote one.</summary>
    private static string Signed(string text, string repName)
    {
        var lines = text.TrimEnd().Split('\n');
        return string.Equals(lines[^1].Trim(), repName, StringComparison.OrdinalIgnoreCase) ? text : $"{text}\nBest regards,\n{repName}\n";
    }

    /// <summary>Signs that plain prose does without, Markdown, and character references.</summary>
    [GeneratedRegex(
        @"[{}<>\[\]\\|`]|\*\*|~~|^[^\S\n]*(#{1,6}\s|[*+]\s|={3,}|-{3,})|&(#\w{1,8}|[A-Za-z]{2,10});",
        RegexOptions.Multiline | RegexOptions.CultureInvariant
    )]
    private static partial Regex Markup();

    [GeneratedRegex(@"\b((mon|tues|wednes|thurs|fri|satur|sun)days?|tomorrow)\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Day();

    [GeneratedRegex(@"\d+", RegexOptions.CultureInvariant)]
    private static partial Regex Digits();

    internal sealed record Usable(string Subject, string Text) : ModelAnswer;

    /// <param name="Reason">Completes "The model's answer could not be used: …" and "The last try was not usable: …". Says nothing of the
    /// content.</param>
    internal sealed record Unusable(string Reason) : ModelAnswer;
}
