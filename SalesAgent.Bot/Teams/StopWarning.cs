using Microsoft.Bot.Builder;
using SalesAgent.Core.People;
using SalesAgent.Core.Policy;
using SalesAgent.Core.Storage;

namespace SalesAgent.Bot.Teams;

/// <summary>The word about the emergency stop to everybody who wants something meanwhile.</summary>
internal sealed class StopWarning(EmergencyStop emergency, ChatReply reply)
{
    /// <summary>Says that everything is stopped, when it is.</summary>
    public async Task SayAsync(ITurnContext turn, Rep rep, CancellationToken cancellationToken)
    {
        if (await FindAsync(cancellationToken) is { } stop)
            await reply.SayAsync(turn, $"{stop.SentenceFor(rep)}", cancellationToken);
    }

    /// <summary>Null when everything goes on, or it is not known: each command says for itself what it cannot do then.</summary>
    public async Task<Stop?> FindAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await emergency.FindAsync(cancellationToken);
        }
        catch (StorageUnavailableException)
        {
            return null;
        }
    }
}
