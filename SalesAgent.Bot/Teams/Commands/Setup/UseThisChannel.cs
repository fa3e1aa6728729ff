using Microsoft.Bot.Builder;
using SalesAgent.Core.People;
using SalesAgent.Core.Texts;

namespace SalesAgent.Bot.Teams.Commands.Setup;

/// <summary><c>use this channel</c>: a rep's cards come to it from now on.</summary>
internal sealed class UseThisChannel(Installations installations, ChatReply reply) : IChatCommand
{
    public static ChatCommand Line { get; } =
        new ChatCommand(typeof(UseThisChannel), "use this channel", "your cards come to this channel from now on")
        {
            Menu = "Post the cards for you in this channel from now on",
        };

    public async Task AnswerAsync(ITurnContext turn, Rep rep, string argument, CancellationToken cancellationToken)
    {
        if (turn.Activity.Conversation?.ConversationType is not "channel")
        {
            await reply.SayAsync(
                turn,
                turn.Activity.Conversation?.ConversationType is "personal"
                    ? $"Write this to me in the channel you mean, and mention me there. Without a channel, cards come to you here in our chat."
                    : (ChatText)
                        $"This is no channel of a team, and cards cannot come here. Write this to me in the channel you mean, and mention me there; or open a chat with me and say hello, and your cards come there.",
                cancellationToken
            );
            return;
        }

        await installations.ChooseAsync(turn, rep, cancellationToken);
        await reply.SayAsync(turn, $"Cards for {rep.Name} come here from now on.", cancellationToken);
    }
}
