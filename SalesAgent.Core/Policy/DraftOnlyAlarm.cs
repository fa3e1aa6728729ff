using Microsoft.Extensions.Logging;
using SalesAgent.Core.Audit;
using SalesAgent.Core.Connectors.DraftOnly;

namespace SalesAgent.Core.Policy;

/// <summary>Writes every refused attempt to do more than draft into the audit.</summary>
internal sealed partial class DraftOnlyAlarm(SystemAudit audit, ILogger<DraftOnlyAlarm> logger) : IDraftOnlyAlarm
{
    public async Task RaisedAsync(string connector, string method, string pathShape, CancellationToken cancellationToken)
    {
        Log.Refused(logger, connector, method, pathShape);
        await audit.AppendAsync(
            AuditEvent.SecurityAlert(connector, "send_refused", ("method", method), ("path", pathShape)),
            cancellationToken
        );
    }

    private static partial class Log
    {
        [LoggerMessage(
            1,
            LogLevel.Critical,
            "Something tried to make {Connector} do more than draft and hold and was refused: {Method} {PathShape}."
        )]
        public static partial void Refused(ILogger logger, string connector, string method, string pathShape);
    }
}
