using System.Net;
using System.Text.RegularExpressions;
using Microsoft.Bot.Schema;
using Newtonsoft.Json.Linq;
using SalesAgent.Core.Texts;

namespace SalesAgent.Bot.Protocol;

/// <summary>
/// What somebody typed, out of what Teams puts around it. In place of the SDK's RemoveRecipientMention, which fails when a mention has
/// neither text nor name.
/// </summary>
public static partial class MentionText
{
    private const int LongestMilliseconds = 2_000;

    /// <summary>Stands where the bot was mentioned, until it is known whether anything was said before that. Nobody types it.</summary>
    private const char Mentioned = '\u241F';

    private static readonly char[] BehindMention = [' ', '\t', '\n', '\r', ',', ':', ';', '.', '!', '-', '–', '—'];

    /// <summary>
    /// What was said to the bot: without a message it quotes, without the mentions that address it, without markup and without what nobody
    /// can see; full-width signs are the plain ones. Mentions go by the entities, not by what looks like one in the text: other people's
    /// stay. Empty when nothing else was said.
    /// </summary>
    public static string WithoutRecipient(Activity activity)
    {
        var text = Quoted().Replace(activity.Text ?? "", " ");
        foreach (var entity in activity.Entities ?? [])
        {
            if (
                "mention".Equals(entity?.Type, StringComparison.OrdinalIgnoreCase)
                && entity.Properties["mentioned"] is JObject mentioned
                && Word(mentioned, "id") is { Length: > 0 } who
                && who == activity.Recipient?.Id
            )
            {
                text = Without(text, Word(entity.Properties, "text"), Word(mentioned, "name"));
            }
        }

        text = BlockTag().Replace(InlineTag().Replace(text, ""), " ");
        text = WebUtility.HtmlDecode(text.Replace("&nbsp;", " ", StringComparison.OrdinalIgnoreCase));
        return AddressedFirst(Plain(VisibleText.Of(text)).Trim()).Replace(Mentioned.ToString(), "", StringComparison.Ordinal).Trim();
    }

    private static string? Word(JObject holder, string name) => holder[name] is JValue { Value: string word } ? word : null;

    /// <summary>The mention may be spelt otherwise than its entity says: with an id, with entities for signs, with other spaces.</summary>
    private static string Without(string text, string? said, string? name)
    {
        var mark = Mentioned.ToString();
        if (said is { Length: > 0 })
            text = text.Replace(said, mark, StringComparison.OrdinalIgnoreCase);
        string[] names = [.. new[] { said, name }.OfType<string>().Select(NameIn).Where(one => one.Length > 0)];
        return names.Length == 0
            ? text
            : At().Replace(text, found => names.Contains(NameIn(found.Value), StringComparer.OrdinalIgnoreCase) ? mark : found.Value);
    }

    private static string NameIn(string mention) =>
        string.Join(
            ' ',
            VisibleText.Of(WebUtility.HtmlDecode(AtTag().Replace(mention, ""))).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)
        );

    /// <summary>Who begins with the bot's name may set a comma or a dash behind it.</summary>
    private static string AddressedFirst(string text)
    {
        while (text.StartsWith(Mentioned))
            text = text[1..].TrimStart(BehindMention);
        return text;
    }

    /// <summary>The signs of an input method for East Asian scripts, which are as wide as its letters.</summary>
    private static string Plain(string text) =>
        text.AsSpan().ContainsAnyInRange('\uFE50', '\uFF5E')
            ? string.Create(
                text.Length,
                text,
                static (plain, wide) =>
                {
                    for (var at = 0; at < wide.Length; at++)
                    {
                        plain[at] = wide[at] switch
                        {
                            >= '\uFF01' and <= '\uFF5E' and var sign => (char)(sign - 0xFEE0),
                            '\uFE6B' => '@',
                            '\uFE52' => '.',
                            var other => other,
                        };
                    }
                }
            )
            : text;

    /// <summary>A message that this one answers, as clients put it before what was typed.</summary>
    [GeneratedRegex(
        "<quoted\\b[^<>]*/>|<quoted\\b[^<>]*>.*?</quoted>|<blockquote\\b[^<>]*>.*?</blockquote>",
        RegexOptions.IgnoreCase | RegexOptions.Singleline | RegexOptions.NonBacktracking,
        LongestMilliseconds
    )]
    private static partial Regex Quoted();

    [GeneratedRegex(
        "<at\\b[^<>]*>.*?</at>",
        RegexOptions.IgnoreCase | RegexOptions.Singleline | RegexOptions.NonBacktracking,
        LongestMilliseconds
    )]
    private static partial Regex At();

    [GeneratedRegex("</?at\\b[^<>]*>", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking, LongestMilliseconds)]
    private static partial Regex AtTag();

    /// <summary>An address in angle brackets may begin like a tag: <c>&lt;p@acme.com&gt;</c>.</summary>
    [GeneratedRegex(
        "</?(?:p|div|br|hr|li|ul|ol|h[1-6]|pre|quoted|blockquote|table|tbody|tr|td)(?:\\s[^<>]*)?/?>",
        RegexOptions.IgnoreCase | RegexOptions.NonBacktracking,
        LongestMilliseconds
    )]
    private static partial Regex BlockTag();

    [GeneratedRegex(
        "</?(?:span|strong|em|b|i|u|s|strike|del|code|font|sub|sup|emoji|img|attachment|readonly)(?:\\s[^<>]*)?/?>",
        RegexOptions.IgnoreCase | RegexOptions.NonBacktracking,
        LongestMilliseconds
    )]
    private static partial Regex InlineTag();
}
