using System.Diagnostics;

namespace SalesAgent.Bot.Operations.Telemetry;

/// <summary>Every answer names its trace; the log lines written meanwhile carry the same id, as <c>@tr</c> in Production.</summary>
internal static class Correlation
{
    public const string Header = "X-Correlation-Id";

    public static void UseCorrelation(this WebApplication web) =>
        web.Use(next =>
            context =>
            {
                context.Response.Headers[Header] = Activity.Current?.TraceId.ToHexString() ?? context.TraceIdentifier;
                return next(context);
            }
        );
}
