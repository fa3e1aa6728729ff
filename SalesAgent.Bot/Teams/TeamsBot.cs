using System.Text.Json.Nodes;
using Microsoft.Bot.Builder;
using Microsoft.Bot.Schema;
using Microsoft.Bot.Schema.Teams;
using SalesAgent.Bot.Protocol;

namespace SalesAgent.Bot.Teams;

/// <summary>The one list of what the bot listens to. Anything else is acknowledged and let go.</summary>
internal sealed partial class TeamsBot(
    CardActions cards,
    ChatMessages chat,
    Installations installations,
    ProcessedMessages heard,
    ILogger<TeamsBot> logger
) : TeamsTurns
{
    public override async Task OnTurnAsync(ITurnContext turnContext, CancellationToken cancellationToken = default)
    {
        await installations.LearnAsync(turnContext, cancellationToken);
        if (IsEdit(turnContext.Activity))
        {
            await heard.OnceAsync(
                turnContext,
                () => chat.OnEditAsync(turnContext, cancellationToken),
                cancellationToken,
                Version(turnContext.Activity)
            );
            return;
        }

        if (turnContext.Activity.Type is ActivityTypes.Message or ActivityTypes.Invoke or ActivityTypes.InstallationUpdate)
            await base.OnTurnAsync(turnContext, cancellationToken);
        else
            Log.LetGo(logger, turnContext.Activity.Type);
    }

    /// <summary>Not of a message that was deleted and is back.</summary>
    private static bool IsEdit(Activity activity) =>
        activity.Type is ActivityTypes.MessageUpdate
        && activity.GetChannelData<TeamsChannelData>() is { EventType: { } what }
        && what.Equals("editMessage", StringComparison.OrdinalIgnoreCase);

    /// <summary>A message keeps its id when it is edited, each time.</summary>
    private static string Version(Activity activity) => $"edited {activity.Timestamp:O} {activity.Text}";

    /// <summary>A card's Action.Submit arrives as a message; its value comes before its text.</summary>
    protected override Task OnMessageActivityAsync(ITurnContext<IMessageActivity> turnContext, CancellationToken cancellationToken)
    {
        ITurnContext turn = turnContext;
        return CardData.Of(turn.Activity.Value) is { } data
            ? heard.OnceAsync(turn, () => cards.OnSubmitAsync(turn, data, cancellationToken), cancellationToken)
            : heard.OnceAsync(turn, () => chat.OnMessageAsync(turn, cancellationToken), cancellationToken);
    }

    protected override Task<AdaptiveCardInvokeResponse> OnExecuteAsync(
        ITurnContext turn,
        string? verb,
        JsonObject data,
        CancellationToken cancellationToken
    ) => cards.OnExecuteAsync(turn, verb, data, cancellationToken);

    protected override Task OnInstallationUpdateActivityAsync(
        ITurnContext<IInstallationUpdateActivity> turnContext,
        CancellationToken cancellationToken
    ) => installations.OnUpdateAsync(turnContext, cancellationToken);

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Debug, "Nothing to do for an activity of type {Type}.")]
        public static partial void LetGo(ILogger logger, string type);
    }
}
