using Microsoft.Extensions.Logging;

namespace SalesAgent.Core.Connectors.DraftOnly;

/// <summary>
/// The last thing above the socket of every call to Gmail and Calendar. The scopes that let us write drafts and holds also
/// let the holder send mail and invite people, so that it is this process that must not be able to.
/// </summary>
internal sealed partial class DraftOnlyHandler(WireRules rules, IEnumerable<IDraftOnlyAlarm> alarms, ILogger<DraftOnlyHandler> logger)
    : DelegatingHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (await rules.AllowAsync(request, cancellationToken))
            return await base.SendAsync(request, cancellationToken);

        var method = KnownMethod(request.Method);
        var shape = rules.ShapeOf(request.RequestUri);
        if (SendTrial.IsTrial(request))
            throw new SendRefusedException(method, shape);

        Log.Refused(logger, method, shape);
        foreach (var alarm in alarms)
        {
            try
            {
                // Not the caller's token: who gives up waiting must not silence the alarm.
                await alarm.RaisedAsync(rules.Connector, method, shape, CancellationToken.None);
            }
            catch (Exception failure) when (failure is not OutOfMemoryException)
            {
                // An alarm that cannot be written changes nothing about the refusal.
                Log.AlarmLost(logger, failure, method, shape);
            }
        }

        throw new SendRefusedException(method, shape);
    }

    /// <summary>Nothing here calls synchronously; without this the base class would pass it by the rules.</summary>
    protected override HttpResponseMessage Send(HttpRequestMessage request, CancellationToken cancellationToken) =>
        throw new SendRefusedException(KnownMethod(request.Method), rules.ShapeOf(request.RequestUri));

    private static string KnownMethod(HttpMethod method) =>
        method.Method is "GET" or "POST" or "PUT" or "PATCH" or "DELETE" or "HEAD" or "OPTIONS" ? method.Method : "other";

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Critical, "DRAFT_ONLY refused {Method} {PathShape} before it left the process.")]
        public static partial void Refused(ILogger logger, string method, string pathShape);

        [LoggerMessage(2, LogLevel.Error, "The alarm about {Method} {PathShape} could not be recorded.")]
        public static partial void AlarmLost(ILogger logger, Exception exception, string method, string pathShape);
    }
}
