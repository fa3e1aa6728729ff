using Microsoft.Bot.Builder;
using SalesAgent.Core.Texts;

namespace SalesAgent.Bot.Teams.Commands.Drafts;

/// <summary>How somebody gets a place for their cards, said where they are.</summary>
internal static class CardPlaces
{
    /// <summary>To follow a colon; without a full stop.</summary>
    public static ChatText HowToGetOne(ITurnContext turn) =>
        turn.Activity.Conversation?.ConversationType is "channel"
            ? $"type `use this channel` here and mention me, or open a chat with me and say hello"
            : (ChatText)$"open a chat with me and say hello, or type `use this channel` to me in a channel of a team that I am in";
}
