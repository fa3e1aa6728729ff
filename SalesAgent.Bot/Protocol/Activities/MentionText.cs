namespace SalesAgent.Bot.Protocol;

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
            if (entity is { IsMention: true, Mentioned.Id: { Length: > 0 } who } && who == activity.Recipient?.Id)
                text = Without(text, entity.Text ?? $"<at>{entity.Mentioned.Name}</at>");
        }

        return text.Replace("&nbsp;", " ", StringComparison.OrdinalIgnoreCase).Trim();
    }

    private static string Without(string text, string mention) =>
        mention.Length == 0 ? text : text.Replace(mention, "", StringComparison.OrdinalIgnoreCase);
}
