using System.Text.Json.Nodes;
using SalesAgent.Bot.Cards.Elements;
using SalesAgent.Core.Review;
using static SalesAgent.Bot.Cards.Elements.CardElements;

namespace SalesAgent.Bot.Cards.Sections;

/// <summary>The mail as it lies in the mailbox: whom it goes to, and every line of it that fits.</summary>
internal static class MailSection
{
    /// <summary>A RichTextBlock with one run, its spacing and the comma after it, without the text.</summary>
    private const int LineFrame = 110;

    /// <summary>What the note about the rest takes.</summary>
    private const int RestFrame = 260;

    public static JsonObject Envelope(DraftView draft) =>
        Container([
            Line(new("To: ", Tone.Strong), new(draft.To)),
            Line(
                    new("Subject: ", Tone.Strong),
                    new(draft.Subject, Bytes: 1600),
                    new(draft.IsReply ? "  (reply in their thread)" : "", Tone.Subtle)
                )
                .Spaced("Small"),
        ]);

    /// <param name="room">Bytes this may take (<see cref="CardSize"/>).</param>
    public static JsonObject Body(DraftView draft, int room)
    {
        var text = PlainText.ForCard(draft.Body).TrimEnd();
        return Container(Lines(text, room - LineFrame)).RightToLeft(PlainText.RunsRightToLeft(text));
    }

    private static List<JsonObject> Lines(string text, int room)
    {
        var lines = new List<JsonObject>();
        var blank = 0;
        var done = 0;
        foreach (var range in text.AsSpan().Split('\n'))
        {
            var line = Indented(text[range]);
            if (line.Length == 0)
            {
                blank++;
                done = Math.Min(range.End.Value + 1, text.Length);
                continue;
            }

            var isLast = range.End.Value == text.Length;
            var left = room - LineFrame - (isLast ? 0 : RestFrame);
            var fits = CardSize.Of(line) <= left;
            if (!fits)
            {
                var start = line[..PlainText.LengthThatFits(line, left - RestFrame)];
                done += start.Length;
                if (start.Length > 0)
                    lines.Add(Below(start, blank, lines.Count));
                break;
            }

            lines.Add(Below(line, blank, lines.Count));
            room -= LineFrame + CardSize.Of(line);
            blank = 0;
            done = Math.Min(range.End.Value + 1, text.Length);
        }

        var rest = text[done..].Count(character => character != PlainText.Break && !char.IsLowSurrogate(character));
        if (rest > 0)
            lines.Add(Line(new Run($"… {rest:N0} more characters: open the draft in Gmail to read all of it.", Tone.Attention)));
        return lines;
    }

    /// <summary>Blank lines become distance: they cost nothing and look the same in every client.</summary>
    private static JsonObject Below(string line, int blank, int above) =>
        ExactLine(line)
            .Spaced(
                above == 0
                    ? "None"
                    : blank switch
                    {
                        0 => "None",
                        1 => "Medium",
                        _ => "Large",
                    }
            );

    /// <summary>HTML swallows leading spaces; no-break spaces stay.</summary>
    private static string Indented(string line)
    {
        var text = line.TrimEnd();
        var indent = text.Length - text.TrimStart(' ').Length;
        return indent == 0 ? text : string.Concat(new string('\u00A0', indent), text.AsSpan(indent));
    }
}
