using System.Globalization;
using SalesAgent.Core.Evidence;
using SalesAgent.Core.Review;
using SalesAgent.Core.Review.Verbs;
using Spectre.Console;

namespace SalesAgent.Bot.Cli;

/// <summary>The card and the decision for people without a browser at hand.</summary>
internal static class DemoScreen
{
    /// <summary>Markup with values in it, the values shown as they are.</summary>
    public static void Say(FormattableString markup) => AnsiConsole.MarkupLineInterpolated(CultureInfo.InvariantCulture, markup);

    public static void ShowCase(ReviewCase shown)
    {
        var who = string.Join(", ", new[] { shown.Prospect.Name, shown.Prospect.JobTitle, shown.Prospect.Company }.OfType<string>());
        var lines = new List<string> { who, shown.Because };
        lines.AddRange(
            shown.Correspondence switch
            {
                null => ["Earlier mail could not be read."],
                [] => [shown.MissingMail is { } missing ? $"No earlier mail was found; {missing}." : "No earlier mail."],
                var mail => [.. mail.Take(2).Select(line => $"{line.At:d MMM}: {line.Told}: {line.Subject}")],
            }
        );
        lines.AddRange(shown.Warnings.Select(warning => $"! {warning}"));
        if (shown.Draft is { } draft)
            lines.Add($"\nTo: {draft.To}\nSubject: {draft.Subject}\n\n{draft.Body}");
        AnsiConsole.WriteLine();
        AnsiConsole.Write(
            new Panel(new Text(string.Join('\n', lines)))
            {
                Header = new PanelHeader(" The card in Teams "),
                Width = Math.Min(AnsiConsole.Profile.Width, 90),
            }
        );
        AnsiConsole.MarkupLine("[grey]Nothing is sent: the draft stays in Gmail until you send it.[/]");
    }

    public static (string Verb, IReadOnlyDictionary<string, string>? Inputs) Ask()
    {
        var verb = AnsiConsole.Prompt(
            new SelectionPrompt<ReviewVerb>()
                .Title("\nYour decision?")
                .AddChoices(Approve.Verb, Reject.Verb)
                .UseConverter(choice => choice.Title)
        );
        if (verb != Reject.Verb)
            return (verb.Name, null);

        var reason = AnsiConsole.Prompt(
            new SelectionPrompt<RejectReason>().Title("Why?").AddChoices(RejectReason.All).UseConverter(choice => choice.Title)
        );
        var note = AnsiConsole.Prompt(new TextPrompt<string>("Anything to add?").AllowEmpty());
        return (verb.Name, new Dictionary<string, string> { [Reject.Reason.Field] = reason.Code, [Reject.Note.Field] = note });
    }

    public static void ShowStory(LeadStory story)
    {
        var table = new Table().Title("The audit table").AddColumns("#", "when", "event", "status", "actor");
        foreach (var (entry, _) in story.Lines)
        {
            table.AddRow(
                new Text($"{entry.Sequence}"),
                new Text($"{entry.Timestamp:HH:mm:ss.fff}"),
                new Text(AuditJsonView.NameOf(entry)),
                new Text($"{entry.Status}"),
                new Text(entry.Actor)
            );
        }

        AnsiConsole.WriteLine();
        AnsiConsole.Write(table);
        Say($"{(story.Fault is null ? "The chain is whole." : $"THE CHAIN IS BROKEN: {story.Fault}.")}");
    }
}
