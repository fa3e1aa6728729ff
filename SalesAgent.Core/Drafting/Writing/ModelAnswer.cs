using System.Text.Json;
using SalesAgent.Core.Drafting.Checks;

namespace SalesAgent.Core.Drafting.Writing;

/// <summary>What became of a model's answer: a text that may go on to the checks, or the reason why not.</summary>
internal abstract record ModelAnswer
{
    private const int LongestAnswer = 16_000;
    private const int LongestSubject = 80;
    private const int LongestBody = 3000;

    private ModelAnswer()
    {
    }

    public static ModelAnswer Read(string? answer, MessageBrief brief)
    {
        if (string.IsNullOrWhiteSpace(answer)) return new Unusable("it was empty");
        if (answer.Length > LongestAnswer) return new Unusable("it was too long");
        if (!TryParse(WithoutFence(answer.Trim()), out var subject, out var body)) return new Unusable("it was not the JSON asked for");

        var cleanSubject = brief.ThreadSubject is { } thread ? ReplySubject.For(thread) : UntrustedText.Clean(subject, LongestSubject + 1);
        var cleanBody = UntrustedText.CleanLines(body, LongestBody + 1);
        if (cleanSubject is null || cleanBody is null) return new Unusable("subject or text was empty");
        if (cleanBody.Length > LongestBody || (brief.ThreadSubject is null && cleanSubject.Length > LongestSubject)) return new Unusable("it was too long");

        var text = Signed(MailText.Tidy(cleanBody), TemplateValues.RepName(brief.RepName));
        if (MailText.CountMarkers(text) != (brief.OffersTimes ? 1 : 0) || MailText.HasTimesLine(text) != brief.OffersTimes)
            return new Unusable(brief.OffersTimes ? "it left no place for times" : "it made a place for times although there are none");

        var ownWords = text.Replace(WrittenMessage.TimesMarker, "", StringComparison.Ordinal);
        if (brief.ThreadSubject is null) ownWords = $"{cleanSubject}\n{ownWords}";
        ownWords = CheckedText.SafeFold(ownWords);
        if (Links.In(ownWords).Any()) return new Unusable("it has a link");
        if (ContentRules.AddressesIn(ownWords).Any()) return new Unusable("it has an e-mail address");
        if (Placeholders.Find(ownWords) is not null) return new Unusable("it has a placeholder or markup");
        if (TimesRules.NamesClockTime(ownWords)) return new Unusable("it names a time of its own");

        return new Usable(cleanSubject, text);
    }

    private static bool TryParse(string json, out string subject, out string body)
    {
        subject = body = "";
        try
        {
            using var document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = 4, AllowDuplicateProperties = false });
            if (document.RootElement is not { ValueKind: JsonValueKind.Object } root
                || !root.TryGetProperty("subject", out var subjectValue) || subjectValue.ValueKind != JsonValueKind.String
                || !root.TryGetProperty("body", out var bodyValue) || bodyValue.ValueKind != JsonValueKind.String
                || root.GetPropertyCount() != 2)
            {
                return false;
            }

            subject = subjectValue.GetString()!;
            body = bodyValue.GetString()!;
            return true;
        }
        catch (Exception failure) when (failure is JsonException or InvalidOperationException)
        {
            // InvalidOperation: an escaped half of a surrogate pair, which is no text.
            return false;
        }
    }

    /// <summary>Small models like to wrap JSON in a code fence whatever they are told.</summary>
    private static string WithoutFence(string answer)
    {
        if (!answer.StartsWith("```", StringComparison.Ordinal) || !answer.EndsWith("```", StringComparison.Ordinal) || answer.Length < 6) return answer;

        var firstLine = answer.IndexOf('\n', StringComparison.Ordinal);
        return firstLine < 0 ? answer : answer[(firstLine + 1)..^3];
    }

    /// <summary>The signature comes from the rep's record, once, whether or not the model wrote one.</summary>
    private static string Signed(string text, string repName)
    {
        var lines = text.TrimEnd().Split('\n');
        return string.Equals(lines[^1].Trim(), repName, StringComparison.OrdinalIgnoreCase) ? text : $"{text}\nBest regards,\n{repName}\n";
    }

    internal sealed record Usable(string Subject, string Text) : ModelAnswer;

    /// <param name="Reason">Completes "The model's answer could not be used: …". Says nothing of the content.</param>
    internal sealed record Unusable(string Reason) : ModelAnswer;
}
