using SalesAgent.Bot.Protocol;
using SalesAgent.Core.Texts;

namespace SalesAgent.Bot.Teams;

/// <summary>Answers in the conversation a turn came from; in a channel that is the same thread.</summary>
internal sealed partial class ChatReply(ConnectorClient connector, ILogger<ChatReply> logger)
{
    public async Task SayAsync(Turn turn, ChatText text, CancellationToken cancellationToken)
    {
        try
        {
            await connector.SendToConversationAsync(turn.Reference, Activity.Message(text.Markdown), cancellationToken);
        }
        catch (ErrorResponseException failure)
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
