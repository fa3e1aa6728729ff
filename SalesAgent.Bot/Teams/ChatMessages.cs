using Microsoft.Bot.Builder;
using SalesAgent.Bot.Protocol;
using SalesAgent.Bot.Teams.Commands;
using SalesAgent.Core.Audit.Refusals;
using SalesAgent.Core.People;
using SalesAgent.Core.Texts;

namespace SalesAgent.Bot.Teams;

/// <summary>
/// What people type: only reps are answered, and each command only for those who may. Never silent: what is not understood gets the list.
/// </summary>
internal sealed class ChatMessages(
    RepDirectory reps,
    IEnumerable<IChatCommand> commands,
    ChatReply reply,
    StopWarning stop,
    RefusalTrail refusals
)
{
    /// <summary>More than twenty people with their names take, and what a client puts around them.</summary>
    internal const int LongestMessage = 16_000;

    private readonly Dictionary<Type, IChatCommand> answering = commands.ToDictionary(command => command.GetType());

    public async Task OnMessageAsync(ITurnContext turn, CancellationToken cancellationToken)
    {
        if (turn.Activity.Text is { Length: > LongestMessage } tooLong)
        {
            await reply.SayAsync(
                turn,
                $"That message is too long for me: it has {tooLong.Length} characters, and I read up to {LongestMessage}. Nothing was started.",
                cancellationToken
            );
            return;
        }

        if (reps.Find(turn.Activity.From?.AadObjectId) is not { } rep)
        {
            await refusals.OfPersonAsync(RefusalKind.Command, RefusalReason.UnknownPerson, turn.Activity.From?.AadObjectId);
            ChatText id = turn.Activity.From?.AadObjectId is { } known ? (ChatText)$" Your id is `{known}`." : $"";
            await reply.SayAsync(
                turn,
                $"You are not in the rep directory of SalesAgent, so there is nothing I can do for you. Ask whoever runs it to add you.{id}",
                cancellationToken
            );
            return;
        }

        var (command, argument) = ChatCommands.Match(MentionText.WithoutRecipient(turn.Activity));
        if (command is not { ForManagers: true })
        {
            await stop.SayAsync(turn, cancellationToken);
        }
        else if (rep.Role is not RepRole.Manager)
        {
            await refusals.OfPersonAsync(command.RefusedAs, RefusalReason.NotAManager, rep.Id);
            await reply.SayAsync(turn, command.Refused ?? $"Only a manager can type `{command.Name}`.", cancellationToken);
            return;
        }

        if (command is null)
            await reply.SayAsync(turn, $"I did not understand that. {ChatCommands.HelpFor(rep)}", cancellationToken);
        else
            await answering[command.Answers].AnswerAsync(turn, rep, argument, cancellationToken);
    }
}
