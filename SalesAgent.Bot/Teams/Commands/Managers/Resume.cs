using Microsoft.Bot.Builder;
using SalesAgent.Core.People;
using SalesAgent.Core.Policy;
using SalesAgent.Core.Storage;
using SalesAgent.Core.Texts;

namespace SalesAgent.Bot.Teams.Commands.Managers;

/// <summary><c>resume</c>: lifts the emergency stop.</summary>
internal sealed class Resume(EmergencyStop emergency, ChatReply reply) : IChatCommand
{
    public static ChatCommand Line { get; } =
        new ChatCommand(typeof(Resume), "resume", "lets everything go on again") { ForManagers = true };

    public async Task AnswerAsync(ITurnContext turn, Rep rep, string argument, CancellationToken cancellationToken)
    {
        ChatText answer;
        try
        {
            answer = await emergency.ResumeAsync(rep.Id, cancellationToken) is { } still
                ? $"{still.SentenceFor(rep)}"
                : (ChatText)$"Everything goes on. Leads that came meanwhile are worked on now.";
        }
        catch (StorageUnavailableException)
        {
            answer =
                $"I cannot store anything at the moment, so `{Line.Name}` did not work. While it cannot be read, everything is stopped.";
        }

        await reply.SayAsync(turn, answer, cancellationToken);
    }
}
