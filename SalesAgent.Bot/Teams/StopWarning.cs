using Microsoft.Bot.Builder;
using SalesAgent.Core.Policy;
using SalesAgent.Core.Storage;

namespace SalesAgent.Bot.Teams;

/// <summary>The word about the emergency stop to everybody who wants something meanwhile.</summary>
internal sealed class StopWarning(EmergencyStop emergency, ChatReply reply)
{
    /// <summary>Says that everything is stopped, when it is.</summary>
    public async Task SayAsync(ITurnContext turn, CancellationToken cancellationToken)
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

        if (stop is not null)
            await reply.SayAsync(turn, $"{stop.Sentence}", cancellationToken);
    }
}
