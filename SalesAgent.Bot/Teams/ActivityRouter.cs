using System.Text.Json.Nodes;
using SalesAgent.Bot.Protocol;

namespace SalesAgent.Bot.Teams;

/// <summary>The one list of what the bot listens to. Anything else is acknowledged and let go.</summary>
internal sealed partial class ActivityRouter(
    CardActions cards, ChatCommands chat, Installations installations, HeardMessages heard, ILogger<ActivityRouter> logger) : ITurnHandler
{
    public async Task<InvokeResponse?> OnTurnAsync(Turn turn, CancellationToken ct)
    {
        await installations.LearnAsync(turn, ct);
        switch (turn.Activity)
        {
            case { Type: ActivityTypes.Invoke, Name: AdaptiveCardInvoke.Name }:
                return await cards.OnExecuteAsync(turn, ct);

            // A card's Action.Submit arrives as a message; look at its value before its text.
            case { Type: ActivityTypes.Message, Value: { ValueKind: System.Text.Json.JsonValueKind.Object } value }:
                await heard.OnceAsync(turn, () => cards.OnSubmitAsync(turn, JsonObject.Create(value)!, ct), ct);
                return null;

            case { Type: ActivityTypes.Message }:
                await heard.OnceAsync(turn, () => chat.OnMessageAsync(turn, ct), ct);
                return null;

            case { Type: ActivityTypes.InstallationUpdate or ActivityTypes.ConversationUpdate }:
                await installations.OnUpdateAsync(turn, ct);
                return null;

            default:
                Log.LetGo(logger, turn.Activity.Type);
                return null;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Debug, "Nothing to do for an activity of type {Type}.")]
        public static partial void LetGo(ILogger logger, string type);
    }
}
