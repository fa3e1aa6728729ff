using System.Text.Json.Nodes;
using Microsoft.Bot.Schema;
using SalesAgent.Bot.Protocol;

namespace SalesAgent.Bot.Teams;

/// <summary>Messages as the bot sends them.</summary>
internal static class Said
{
    /// <summary>A message of plain markdown.</summary>
    public static Activity Text(string text) =>
        new()
        {
            Type = ActivityTypes.Message,
            Text = text,
            TextFormat = TextFormatTypes.Markdown,
        };

    /// <summary>
    /// A message that is one Adaptive Card. It carries no text: Teams would split the two, and the message could
    /// never be updated for want of an id.
    /// </summary>
    /// <param name="summary">The words of the notification.</param>
    public static Activity Card(JsonNode card, string summary) =>
        new()
        {
            Type = ActivityTypes.Message,
            Summary = summary,
            Attachments = [new Attachment { ContentType = CardAnswer.CardType, Content = CardAnswer.Raw(card) }],
        };
}
