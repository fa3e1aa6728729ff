using Microsoft.Bot.Builder;
using SalesAgent.Bot.Cards;
using SalesAgent.Bot.Protocol;
using SalesAgent.Bot.Teams.Commands;
using SalesAgent.Bot.Teams.Commands.Managers;
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

    /// <summary>Only what is sent is acted on: of a command that is changed later nobody would know which of the two was done.</summary>
    public async Task OnEditAsync(ITurnContext turn, CancellationToken cancellationToken)
    {
        if (reps.Find(turn.Activity.From?.AadObjectId) is not null)
        {
            await reply.SayAsync(
                turn,
                $"I saw that you edited a message. I act on messages as they were first sent: please send this one as a new message.",
                cancellationToken
            );
        }
    }

    private static ChatText NotUnderstood(string typed, Rep rep) =>
        ChatCommands.Nearest(typed, rep) switch
        {
            null => $"I did not understand that. {ChatCommands.HelpFor(rep)}",
            { Argument: "" } near => $"Did you mean `{near.Command}`? Type `help` to see what I can do.",
            { } near => $"Did you mean `{near.Command} {near.Argument}`? Nothing was started. Type `help` to see what I can do.",
        };

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

        var typed = MentionText.WithoutRecipient(turn.Activity);
        var (command, argument) = ChatCommands.Match(typed);
        var meaning = command is null ? StopWords.MeaningOf(typed) : StopWords.Meaning.None;
        if (meaning is StopWords.Meaning.Clear)
        {
            command = StopEverything.Line;
        }
        else if (meaning is StopWords.Meaning.Unclear && rep.Role is RepRole.Manager)
        {
            await reply.ShowAsync(turn, StopCard.Render(StopEverything.Line.Name), StopCard.Summary, cancellationToken);
            return;
        }

        if (command is not { ForManagers: true })
        {
            if (command is not { TellsOfStop: true })
                await stop.SayAsync(turn, rep, cancellationToken);
        }
        else if (rep.Role is not RepRole.Manager)
        {
            await refusals.OfPersonAsync(command.RefusedAs, RefusalReason.NotAManager, rep.Id);
            await reply.SayAsync(turn, command.Refused ?? $"Only a manager can type `{command.Name}`.", cancellationToken);
            return;
        }

        if (command is null)
            await reply.SayAsync(turn, NotUnderstood(typed, rep), cancellationToken);
        else
            await answering[command.Answers].AnswerAsync(turn, rep, argument, cancellationToken);
    }
}
