using Microsoft.AspNetCore.Authorization;
using SalesAgent.Bot.Operations.Door;
using SalesAgent.Bot.Operations.Operators;

namespace SalesAgent.Bot.Operations;

/// <summary>
/// Outside Development every route wants <c>Authorization: Bearer &lt;operator key&gt;</c>, unless it says with
/// <see cref="IAllowAnonymous"/> that it checks its callers itself or tells nothing. A route that forgets both is shut.
/// </summary>
internal static partial class OperatorKey
{
    public static void UseOperatorKey(this WebApplication web)
    {
        if (web.Environment.IsDevelopment())
            return;

        var keys = web.Services.GetRequiredService<OperatorKeys>();
        var logger = web.Services.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(OperatorKey));
        if (keys.IsEmpty)
            Log.Closed(logger);
        web.Use(next => context => IsForOperators(context) && !MayEnter(context, keys, logger) ? RefuseAsync(context) : next(context));
    }

    private static bool IsForOperators(HttpContext context) =>
        context.GetEndpoint() is { } endpoint && endpoint.Metadata.GetMetadata<IAllowAnonymous>() is null;

    private static bool MayEnter(HttpContext context, OperatorKeys keys, ILogger logger)
    {
        var call = keys.Recognise(context.Request.Headers.Authorization.ToString());
        context.Features.Set(call);
        if (call is not OperatorCall.By(var name))
            return false;

        SenderProof.Give(context);
        Log.Called(logger, name, context.GetEndpoint()?.DisplayName);
        return true;
    }

    private static Task RefuseAsync(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status401Unauthorized;
        context.Response.Headers.WWWAuthenticate = "Bearer";
        return Task.CompletedTask;
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "The operator routes are closed, because no operator key is configured (OperatorKeys).")]
        public static partial void Closed(ILogger logger);

        [LoggerMessage(2, LogLevel.Debug, "Operator {Operator} called {Route}.")]
        public static partial void Called(ILogger logger, string @operator, string? route);
    }
}
