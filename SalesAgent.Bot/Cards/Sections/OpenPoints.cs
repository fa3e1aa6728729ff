using System.Text.Json.Nodes;
using SalesAgent.Bot.Cards.Elements;
using SalesAgent.Core.Records.Runs;
using SalesAgent.Core.Review;
using SalesAgent.Core.Review.Verbs.Buttons;
using static SalesAgent.Bot.Cards.Elements.CardElements;
using Run = SalesAgent.Bot.Cards.Elements.Run;

namespace SalesAgent.Bot.Cards.Sections;

/// <summary>What to look at before deciding: what could not be read or written, and warnings.</summary>
internal static class OpenPoints
{
    private const int MostWarnings = 4;

    /// <summary>Null when there is nothing to say.</summary>
    public static JsonObject? Section(ReviewCase review)
    {
        var lines = new List<JsonObject>();
        foreach (var step in review.Steps.Where(step => step.Status == StepStatus.Missing))
        {
            lines.Add(Line(new($"{StepOrder.TitleOf(step.Name)}: ", Tone.Strong), new(PlainText.Said(Explained(step)))));
        }

        foreach (var (name, text) in Unread(review))
            lines.Add(Line(new($"{name}: ", Tone.Strong), new(text)));
        foreach (var warning in review.Warnings.Take(MostWarnings))
            lines.Add(Line(new("Check: ", Tone.Strong), new(PlainText.Said(warning))));
        if (review.Warnings.Count > MostWarnings)
            lines.Add(Line(new Run($"And {review.Warnings.Count - MostWarnings} more to check.")));
        if (lines.Count == 0)
            return null;

        foreach (var line in lines.Skip(1))
            line.Spaced("Small");
        lines.AddRange(review.Buttons(VerbPlace.OpenPoints));
        return Container(lines).Styled("warning");
    }

    private static string Explained(StepReport step)
    {
        var detail = string.IsNullOrWhiteSpace(step.Detail) ? "could not be reached." : step.Detail;
        return step.TryAgain is true ? $"{detail} I'll keep trying." : detail;
    }

    /// <summary>"Unknown" without a step that says so: it must not look like "none".</summary>
    private static IEnumerable<(string Name, string Text)> Unread(ReviewCase review)
    {
        var told = review.Steps.Where(step => step.Status == StepStatus.Missing).Select(step => step.Name).ToHashSet();
        if (review.Prospect.IsNew is null && !told.Contains(StepNames.ResolveHubSpot))
            yield return ("HubSpot", "could not be read.");
        if (review.Correspondence is null && !told.Contains(StepNames.SearchEmail))
            yield return ("Earlier mail", "could not be read.");
        if (review.Times is null && !told.Contains(StepNames.CalendarAvailability))
            yield return ("Calendar", "could not be read: no times are offered.");
    }
}
