namespace SalesAgent.Bot.Protocol;

/// <summary>The bot, as the protocol sees it. Resolved from the request's services.</summary>
public interface ITurnHandler
{
    /// <summary>
    /// Takes one activity. Teams gives up on an invoke after about ten seconds and sends it again, perhaps under
    /// another id: answer within three, and recognise what was already done by what it is about.
    /// </summary>
    /// <returns>
    /// The answer to an invoke, or null for an invoke that is not known here (HTTP 501). Ignored for anything else.
    /// </returns>
    Task<InvokeResponse?> OnTurnAsync(Turn turn, CancellationToken ct);
}
