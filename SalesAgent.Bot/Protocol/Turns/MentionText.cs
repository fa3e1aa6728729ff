using Microsoft.Bot.Schema;
using Newtonsoft.Json.Linq;

namespace SalesAgent.Bot.Protocol;

/// <summary>In place of the SDK's RemoveRecipientMention, which fails when a mention has neither text nor name.</summary>
public static class MentionText
{
    /// <summary>
    /// What was said to the bot, without the mentions that address it. Goes by the entities, not by what looks like
    /// a mention in the text: other people's mentions stay. Empty when nothing else was said.
    /// </summary>
    public static string WithoutRecipient(Activity activity)
    {
        var text = activity.Text ?? "";
        foreach (var entity in activity.Entities ?? [])
        {
            if (
                "mention".Equals(entity?.Type, StringComparison.OrdinalIgnoreCase)
                && entity.Properties["mentioned"] is JObject mentioned
                && Word(mentioned, "id") is { Length: > 0 } who
                && who == activity.Recipient?.Id
            )
            {
                text = Without(text, Word(entity.Properties, "text") ?? $"<at>{Word(mentioned, "name")}</at>");
            }
        }

        return text.Replace("&nbsp;", " ", StringComparison.OrdinalIgnoreCase).Trim();
    }

    private static string? Word(JObject holder, string name) => holder[name] is JValue { Value: string word } ? word : null;

    private static string Without(string text, string mention) =>
        mention.Length == 0 ? text : text.Replace(mention, "", StringComparison.OrdinalIgnoreCase);
}
