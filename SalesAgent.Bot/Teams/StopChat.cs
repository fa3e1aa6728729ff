using Microsoft.Bot.Builder;
using SalesAgent.Core.Audit.Refusals;
using SalesAgent.Core.People;
using SalesAgent.Core.Policy;
using SalesAgent.Core.Storage;
using SalesAgent.Core.Texts;

namespace SalesAgent.Bot.Teams;

/// <summary><c>stop everything</c> and <c>resume</c>, and the word about it to everybody who wants something meanwhile.</summary>
internal sealed class StopChat(EmergencyStop emergency, RefusalTrail refusals, ChatReply reply)
{
    public Task StopAsync(ITurnContext turn, Rep rep, CancellationToken cancellationToken) => ByManagerAsync(turn, rep, "stop everything", async () =>
        $"{(await emergency.StopAsync(rep.Id, rep.Name, cancellationToken)).Sentence}", cancellationToken);

    public Task ResumeAsync(ITurnContext turn, Rep rep, CancellationToken cancellationToken) => ByManagerAsync(turn, rep, "resume", async () =>
        await emergency.ResumeAsync(rep.Id, cancellationToken) is { } still ? (ChatText)$"{still.Sentence}" : $"Everything goes on. Leads that came meanwhile are worked on now.", cancellationToken);

    /// <summary>Says that everything is stopped, when it is.</summary>
    public async Task WarnAsync(ITurnContext turn, CancellationToken cancellationToken)
    {
        Stop? stop;
        try
        {
            stop = await emergency.FindAsync(cancellationToken);
        }
        catch (StorageUnavailableException)
        {
            // Each command says for itself what it cannot do, and some need no store.
            return;
        }

        if (stop is not null) await reply.SayAsync(turn, $"{stop.Sentence}", cancellationToken);
    }

    private async Task ByManagerAsync(ITurnContext turn, Rep rep, string command, Func<Task<ChatText>> act, CancellationToken cancellationToken)
    {
        if (rep.Role is not RepRole.Manager)
        {
            await refusals.OfPersonAsync(RefusalKind.Command, RefusalReason.NotAManager, rep.Id);
            await reply.SayAsync(turn, $"Only a manager can type `{command}`.", cancellationToken);
            return;
        }

        ChatText answer;
        try
        {
            answer = await act();
        }
        catch (StorageUnavailableException)
        {
            answer = $"I cannot store anything at the moment, so `{command}` did not work. While it cannot be read, everything is stopped.";
        }

        await reply.SayAsync(turn, answer, cancellationToken);
    }
}
