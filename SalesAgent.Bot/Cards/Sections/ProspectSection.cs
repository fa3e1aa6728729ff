using System.Text.Json.Nodes;
using SalesAgent.Bot.Cards.Elements;
using SalesAgent.Core.Review;
using static SalesAgent.Bot.Cards.Elements.CardElements;

namespace SalesAgent.Bot.Cards.Sections;

/// <summary>Who it is about, and why there is a draft.</summary>
internal static class ProspectSection
{
    /// <param name="style">The state as a colour behind it: words in colour are hard to read in some clients.</param>
    public static JsonObject Header(this ReviewCase review, string state, string style)
    {
        var who = review.Prospect;
        var lines = new List<JsonObject>
        {
            Line(new(state, Tone.Strong), new(review.Version > 1 ? $" · version {review.Version}" : "", Tone.Subtle)),
            Line(new Run(who.DisplayName(), Tone.Title, Run.Name)).Spaced("None"),
        };

        if (Known(who.JobTitle) || Known(who.Company))
        {
            var joined = Known(who.JobTitle) && Known(who.Company) ? " · " : "";
            lines.Add(
                Line(new(who.JobTitle ?? "", Bytes: Run.Name), new(joined), new(who.Company ?? "", Tone.Strong, Run.Name)).Spaced("None")
            );
        }

        if (Known(who.Name))
            lines.Add(Line(new Run(who.Email, Tone.Subtle)).Spaced("None"));
        return Container(lines).Styled(style);
    }

    /// <summary>Why, since when, for whom, what they wrote, and what was written before.</summary>
    public static IEnumerable<JsonObject> Background(this ReviewCase review)
    {
        yield return Line(new("Why: ", Tone.Strong), new(review.Because));
        yield return Line(
                new($"Came in {review.Moment(review.ReceivedAt)} for ", Tone.Subtle),
                new(review.RepName, Tone.Subtle, Run.Name),
                new(
                    review.Prospect.IsNew switch
                    {
                        true => " · new in HubSpot",
                        false => " · known in HubSpot",
                        null => "",
                    },
                    Tone.Subtle
                )
            )
            .Spaced("None");

        if (review.Crm is { } crm)
        {
            yield return Line(
                    new("HubSpot: ", Tone.Strong),
                    new(string.Join(" · ", crm.Alarms), Tone.Attention),
                    new(crm.Alarms.Count > 0 ? " · " : ""),
                    new(string.Join(" · ", crm.Rest))
                )
                .Spaced("None");
        }

        if (Known(review.Prospect.Message))
        {
            yield return Line(new("They wrote: ", Tone.Strong), new(review.Prospect.Message!, Bytes: Run.Paragraph));
        }

        foreach (var line in review.EarlierMail())
            yield return line;
    }

    public static string DisplayName(this ProspectView who) => Known(who.Name) ? who.Name! : who.Email;

    private static IEnumerable<JsonObject> EarlierMail(this ReviewCase review)
    {
        const int Shown = 2;
        if (review.Correspondence is not { } mail)
            yield break;

        if (mail.Count == 0)
        {
            yield return review.MissingMail is { } missing
                ? Line(new("Earlier mail: ", Tone.Strong), new("none was found; "), new($"{missing}."))
                : Line(new("Earlier mail: ", Tone.Strong), new("none with them."), new(" Looked back one year.", Tone.Subtle));
            yield break;
        }

        foreach (var (index, item) in mail.Take(Shown).Index())
        {
            var line = Line(
                new(index == 0 ? "Earlier mail: " : "", Tone.Strong),
                new($"{item.Told}, {review.Day(item.At)}: ", Bytes: 300),
                new(item.Subject, Bytes: 200),
                new(Known(item.Snippet) ? " – " : "", Tone.Subtle),
                new(item.Snippet, Tone.Subtle)
            );
            yield return index == 0 ? line : line.Spaced("Small");
        }

        if (review.MissingMail is { } notShown)
            yield return Line(new Run($"{char.ToUpperInvariant(notShown[0])}{notShown[1..]}.", Tone.Subtle)).Spaced("Small");
    }

    private static bool Known(string? text) => !string.IsNullOrWhiteSpace(text);
}
