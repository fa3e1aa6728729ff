using Microsoft.Extensions.Logging;
using SalesAgent.Core.People;

namespace SalesAgent.Core.Connectors.GoogleIdentity.SignIn;

/// <summary>For an installation without a chat: whoever reads the log is told.</summary>
internal sealed partial class LoggedReconnectNotice(ILogger<LoggedReconnectNotice> logger) : IReconnectNotice
{
    public Task<bool> TellAsync(Rep rep, ReconnectReason why, CancellationToken cancellationToken)
    {
        Log.Ended(logger, rep.Id, why);
        return Task.FromResult(true);
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "The Google account of rep {RepId} has to be connected again: {Why}.")]
        public static partial void Ended(ILogger logger, string repId, ReconnectReason why);
    }
}
