using System.Net;
using System.Text;
using SalesAgent.Core.Texts;

namespace SalesAgent.Core.Connectors.HubSpot.Wire;

/// <summary>Plain text → the small HTML of a task or note. Everything is encoded: most of it was typed into a form.</summary>
internal static class TimelineHtml
{
    private const int LongestBody = 65_536;
    private const int LongestSubject = 250;

    /// <exception cref="ConnectorException"><see cref="FailureKind.Refused"/>: longer than HubSpot takes.</exception>
    public static string Of(OutsideCall call, TimelineText text)
    {
        CheckReference(text.Reference);
        var html = new StringBuilder(512);
        foreach (var line in text.Lines)
            html.Append("<p>").Append(Encoded(line)).Append("</p>");
        foreach (var link in text.Links)
        {
            if (link.Target is { IsAbsoluteUri: true, Scheme: "https" or "http" })
            {
                html.Append("<p><a href=\"")
                    .Append(WebUtility.HtmlEncode(link.Target.AbsoluteUri))
                    .Append("\">")
                    .Append(Encoded(link.Text))
                    .Append("</a></p>");
            }
        }

        html.Append("<p>ref ").Append(text.Reference).Append("</p>");
        return html.Length <= LongestBody ? html.ToString() : throw call.Failed(FailureKind.Refused, code: "text_too_long");
    }

    /// <summary>A subject is plain text; one line of it.</summary>
    public static string Subject(string subject)
    {
        var line = string.Concat(subject.Select(c => char.IsControl(c) ? ' ' : c)).Trim();
        return TextCut.To(NeutralText.ForPlainText(line), LongestSubject);
    }

    /// <summary>The reference stands there as a word of its own: RLY-1 is not in "ref RLY-12".</summary>
    public static bool Mentions(string? html, string reference)
    {
        if (html is null)
            return false;
        for (
            var at = html.IndexOf(reference, StringComparison.Ordinal);
            at >= 0;
            at = html.IndexOf(reference, at + 1, StringComparison.Ordinal)
        )
        {
            var end = at + reference.Length;
            if ((at == 0 || !IsPart(html[at - 1])) && (end == html.Length || !IsPart(html[end])))
                return true;
        }

        return false;
    }

    public static void CheckReference(string reference)
    {
        if (reference.Length is < 4 or > 64 || !reference.All(IsPart))
            throw new ArgumentException("A reference is 4 to 64 letters, digits and '-'.", nameof(reference));
    }

    private static bool IsPart(char c) => char.IsAsciiLetterOrDigit(c) || c is '-';

    private static string Encoded(string text) =>
        WebUtility
            .HtmlEncode(NeutralText.ForPlainText(text.ReplaceLineEndings("\n").Trim('\n')))
            .Replace("\n", "<br>", StringComparison.Ordinal);
}
