using System.Net;
using System.Text.Json.Nodes;
using Microsoft.Bot.Builder;
using Microsoft.Bot.Builder.Teams;
using Microsoft.Bot.Schema;
using Newtonsoft.Json.Linq;

namespace SalesAgent.Bot.Protocol;

/// <summary>
/// The SDK's handler for Teams with what it opens by itself closed again: of the invokes only clicks on cards come through, answered with
/// HTTP 200 whatever became of them, and nobody is looked up when members join.
/// </summary>
/// <remarks>
/// Teams gives up on an invoke after about ten seconds and sends it again, perhaps under another id: answer within three, and recognise
/// what was already done by what it is about.
/// </remarks>
public abstract class TeamsTurns : TeamsActivityHandler
{
    /// <summary>The invoke's name.</summary>
    private const string CardAction = "adaptiveCard/action";

    /// <param name="turn">Whose card it was and who clicked.</param>
    /// <param name="data">The action's data merged with the card's inputs. Empty when there was none.</param>
    protected abstract Task<AdaptiveCardInvokeResponse> OnExecuteAsync(
        ITurnContext turn,
        string? verb,
        JsonObject data,
        CancellationToken cancellationToken
    );

    /// <summary>The SDK would ask the connector for every member that was added.</summary>
    protected sealed override Task OnConversationUpdateActivityAsync(
        ITurnContext<IConversationUpdateActivity> turnContext,
        CancellationToken cancellationToken
    ) => Task.CompletedTask;

    protected sealed override async Task<InvokeResponse> OnInvokeActivityAsync(
        ITurnContext<IInvokeActivity> turnContext,
        CancellationToken cancellationToken
    )
    {
        if (turnContext.Activity.Name is not CardAction)
            return new InvokeResponse { Status = (int)HttpStatusCode.NotImplemented };
        if (!SaysItInTexts(turnContext.Activity.Value))
            return CreateInvokeResponse(Bad("The invoke's verb, id or trigger is not a text."));

        var answer = await base.OnInvokeActivityAsync(turnContext, cancellationToken);
        // The SDK puts 400 here for what it cannot read. What went wrong is in the body, where a client looks for it.
        answer.Status = (int)HttpStatusCode.OK;
        return answer;
    }

    protected sealed override async Task<AdaptiveCardInvokeResponse> OnAdaptiveCardInvokeAsync(
        ITurnContext<IInvokeActivity> turnContext,
        AdaptiveCardInvokeValue invokeValue,
        CancellationToken cancellationToken
    ) =>
        CardData.OfExecute(invokeValue.Action.Data) is { } data
            ? await OnExecuteAsync(turnContext, invokeValue.Action.Verb, data, cancellationToken)
            : Bad("The action's data is not an object.");

    /// <summary>The SDK reads a number as a text, and does not look at the trigger at all.</summary>
    private static bool SaysItInTexts(object? value) =>
        value is not JObject said
        || (IsText(said["trigger"]) && (said["action"] is not JObject action || (IsText(action["verb"]) && IsText(action["id"]))));

    private static bool IsText(JToken? token) => token is null or { Type: JTokenType.String or JTokenType.Null };

    private static AdaptiveCardInvokeResponse Bad(string message) => CardAnswer.Error("BadRequest", message);
}
