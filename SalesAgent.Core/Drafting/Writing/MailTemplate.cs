using HandlebarsDotNet;
using SalesAgent.Core.Connectors.Gmail;

namespace SalesAgent.Core.Drafting.Writing;

/// <summary>One template, read and compiled once; safe to use from several threads.</summary>
internal sealed class MailTemplate
{
    private const string SubjectLine = "Subject:";

    private readonly HandlebarsTemplate<object, object> _render;

    private MailTemplate(MailKind kind, HandlebarsTemplate<object, object> render) => (Kind, _render) = (kind, render);

    public MailKind Kind { get; }

    /// <exception cref="FormatException">The template cannot be used; the message has a line "file(line): what" for each
    /// mistake.</exception>
    public static MailTemplate Read(MailKind kind, string file, string source)
    {
        var normalised = source.ReplaceLineEndings("\n");
        if (TemplateSyntax.Problems(file, normalised) is { Count: > 0 } problems)
            throw new FormatException(string.Join('\n', problems));

        // Plain text: nothing is escaped, and nothing needs to be, since values are data and are never compiled.
        var handlebars = Handlebars.Create(new HandlebarsConfiguration { NoEscape = true, ThrowOnUnresolvedBindingExpression = true });
        try
        {
            var template = new MailTemplate(kind, handlebars.Compile(normalised));
            template.TryOut(file);
            return template;
        }
        catch (HandlebarsException failure)
        {
            throw new FormatException($"{file}: {failure.Message}", failure);
        }
    }

    public WrittenMessage Write(MessageBrief brief)
    {
        var (subject, text) = Render(TemplateValues.From(brief));
        return new WrittenMessage(subject, text, $"template:{MailKinds.NameOf(Kind)}");
    }

    private (string Subject, string Text) Render(Dictionary<string, object?> values)
    {
        var rendered = _render(values).TrimStart();
        var end = rendered.IndexOf('\n', StringComparison.Ordinal);
        if (end < 0 || !rendered.StartsWith(SubjectLine, StringComparison.OrdinalIgnoreCase))
            return ("", MailText.Tidy(rendered));

        return (rendered[SubjectLine.Length..end].Trim(), MailText.Tidy(rendered[end..]));
    }

    /// <summary>Writes one mail for every way in which values can be missing, so that no lead finds out first.</summary>
    private void TryOut(string file)
    {
        foreach (var brief in SampleBriefs.For(Kind))
        {
            var (subject, text) = Render(TemplateValues.From(brief));
            var problem = (subject, text) switch
            {
                ("", _) => "the first line must be 'Subject: …' with something after it",
                (_, "") => "there is no text",
                _ when brief.ThreadSubject is { } thread && subject != ReplySubject.For(thread) =>
                    "the subject of a reply must be 'Re: {{threadSubject}}', or Gmail starts a new conversation",
                _ when MailText.CountMarkers(text) != (brief.OffersTimes ? 1 : 0) || MailText.HasTimesLine(text) != brief.OffersTimes =>
                    "{{times}} must be there once, on a line of its own, inside {{#if times}}",
                _ => null,
            };

            if (problem is not null)
                throw new FormatException($"{file}: {problem}. Seen {SampleBriefs.Describe(brief)}.");
        }
    }
}
