using System.Text.Json.Nodes;
using Microsoft.Bot.Builder;
using Microsoft.Bot.Schema;
using SalesAgent.Bot.Protocol;
using SalesAgent.Core.Texts;

namespace SalesAgent.Bot.Teams;

/// <summary>Answers in the conversation a turn came from; in a channel that is the same thread.</summary>
internal sealed partial class ChatReply(ILogger<ChatReply> logger)
{
    public Task SayAsync(ITurnContext turn, ChatText text, CancellationToken cancellationToken) =>
        SendAsync(turn, Said.Text(text.Markdown), cancellationToken);

    public Task ShowAsync(ITurnContext turn, JsonObject card, string summary, CancellationToken cancellationToken) =>
        SendAsync(turn, Said.Card(card, summary), cancellationToken);

    private async Task SendAsync(ITurnContext turn, Activity activity, CancellationToken cancellationToken)
    {
        try
        {
            await turn.SendActivityAsync(activity, cancellationToken);
        }
        catch (ConnectorFailureException failure)
        {
            // What was asked for is done or refused by now; only the words did not get through.
            Log.NotSaid(logger, failure, failure.Kind);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "An answer in chat was not delivered: {Kind}.")]
        public static partial void NotSaid(ILogger logger, Exception exception, ConnectorFailure kind);
    }
}
