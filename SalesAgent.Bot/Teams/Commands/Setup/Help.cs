using Microsoft.Bot.Builder;
using SalesAgent.Core.People;

namespace SalesAgent.Bot.Teams.Commands.Setup;

/// <summary><c>help</c>: what can be typed by whoever asks.</summary>
internal sealed class Help(ChatReply reply) : IChatCommand
{
    public static ChatCommand Line { get; } = new ChatCommand(typeof(Help), "help", "this list") { Menu = "What you can type" };

    public Task AnswerAsync(ITurnContext turn, Rep rep, string argument, CancellationToken cancellationToken) =>
        reply.SayAsync(turn, ChatCommands.HelpFor(rep), cancellationToken);
}
