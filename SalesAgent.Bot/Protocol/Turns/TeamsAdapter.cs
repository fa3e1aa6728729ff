using System.Runtime.ExceptionServices;
using Microsoft.Bot.Builder;
using Microsoft.Bot.Builder.Integration.AspNet.Core;
using Microsoft.Bot.Connector.Authentication;
using Microsoft.Bot.Schema;
using Newtonsoft.Json;

namespace SalesAgent.Bot.Protocol;

/// <summary>The SDK's adapter, set up for this bot. It gets no logger: its own lines name conversations and quote exceptions.</summary>
internal sealed class TeamsAdapter : CloudAdapter
{
    /// <summary>One serialiser for the whole process, so this holds for every adapter in it.</summary>
    static TeamsAdapter()
    {
        var serializer = HttpHelper.BotMessageSerializer;
        // A text that looks like a date stays as somebody typed it.
        serializer.DateParseHandling = DateParseHandling.None;
        // No object of an activity stands for another one.
        serializer.MetadataPropertyHandling = MetadataPropertyHandling.Ignore;
        serializer.Formatting = Formatting.None;
    }

    public TeamsAdapter(BotFrameworkAuthentication authentication)
        : base(authentication) => OnTurnError = FailAsync;

    /// <summary>Only what has a service URL of our kind of channel is spoken to; anything else the SDK takes for a stream.</summary>
    protected override ConnectorFactory GetStreamingConnectorFactory(Activity activity) =>
        throw new ConnectorFailureException(ConnectorFailure.UntrustedServiceUrl, "Calling the connector");

    /// <summary>
    /// Failures go on to whoever began the turn. The SDK answers 401 for one kind of exception, even for a file that may not be read.
    /// </summary>
    private static Task FailAsync(ITurnContext turn, Exception failure)
    {
        if (failure is UnauthorizedAccessException)
            throw new InvalidOperationException("The turn was denied something on this machine.", failure);
        ExceptionDispatchInfo.Throw(failure);
        return Task.CompletedTask;
    }
}
