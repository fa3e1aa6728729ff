using Microsoft.Bot.Builder;
using SalesAgent.Core.People;
using SalesAgent.Core.Policy;
using SalesAgent.Core.Storage;
using SalesAgent.Core.Texts;

namespace SalesAgent.Bot.Teams.Commands.Managers;

/// <summary><c>stop everything</c>: pulls the emergency stop.</summary>
internal sealed class StopEverything(EmergencyStop emergency, ChatReply reply) : IChatCommand
{
    public static ChatCommand Line { get; } =
        new ChatCommand(
            typeof(StopEverything),
            "stop everything",
            "no new drafts, no writes to the outside and no decisions, until `resume`"
        )
        {
            ForManagers = true,
        };

    public async Task AnswerAsync(ITurnContext turn, Rep rep, string argument, CancellationToken cancellationToken)
    {
        ChatText answer;
        try
        {
            answer = $"{(await emergency.StopAsync(rep.Id, rep.Name, cancellationToken)).SentenceFor(rep)}";
        }
        catch (StorageUnavailableException)
        {
            answer =
                $"I cannot store anything at the moment, so `{Line.Name}` did not work. While it cannot be read, everything is stopped.";
        }

        await reply.SayAsync(turn, answer, cancellationToken);
    }
}
