using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Authorization;
using SalesAgent.Core.Policy;
using SalesAgent.Core.Storage;
using SalesAgent.Core.Storage.Condition;

namespace SalesAgent.Bot.Operations;

/// <summary>What an operator or a load balancer asks. All but liveness want the key (<see cref="OperatorKey"/>).</summary>
internal static class HealthEndpoints
{
    /// <summary>Some of those who watch ask for the status alone; the server leaves the body away.</summary>
    private static readonly string[] Reading = [HttpMethods.Get, HttpMethods.Head];

    public static void MapOperations(this IEndpointRouteBuilder endpoints)
    {
        endpoints
            .MapMethods("/health", Reading, context => AnswerAsync(context, new Liveness("ok"), OperationsJson.Default.Liveness))
            .WithMetadata(new AllowAnonymousAttribute());
        endpoints.MapMethods("/health/ready", Reading, ReadyAsync);
        endpoints.MapGet("/connectors/status", ConnectorsAsync);
        endpoints.MapPrometheusScrapingEndpoint("/metrics");
    }

    private static async Task ReadyAsync(HttpContext context)
    {
        var services = context.RequestServices;
        var policy = services.GetRequiredService<MailPolicy>();
        var ready = new Readiness(
            "not_ready",
            "unhealthy",
            policy.IsDraftOnlyEnforced,
            services.GetRequiredService<DraftOnlyProof>().Last?.At,
            policy.IsAutoSendAllowed,
            UnneededScopes: null,
            Stopped: true
        );
        try
        {
            await services.GetRequiredService<IRecordStore>().FindAsync("health", "probe", context.RequestAborted);
            ready = ready with
            {
                Stopped = await services.GetRequiredService<EmergencyStop>().FindAsync(context.RequestAborted) is not null,
                UnneededScopes = await services.GetRequiredService<GrantedScopes>().UnneededAsync(context.RequestAborted),
            };
            ready = await services.GetRequiredService<WritingProbe>().FindProblemAsync(context.RequestAborted) is { } problem
                ? ready with
                {
                    StorageProblem = problem.Sentence,
                }
                : ready with
                {
                    Storage = "healthy",
                    Status = policy.IsDraftOnlyEnforced ? "ready" : ready.Status,
                };
        }
        catch (StorageUnavailableException failure)
        {
            ready = ready with { StorageProblem = failure.Message };
        }

        if (ready.Status != "ready")
            context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        await AnswerAsync(context, ready, OperationsJson.Default.Readiness);
    }

    private static async Task ConnectorsAsync(HttpContext context)
    {
        var states = await context.RequestServices.GetRequiredService<ConnectorStatus>().ReadAsync(context.RequestAborted);
        await AnswerAsync(context, states, OperationsJson.Default.IReadOnlyListConnectorState);
    }

    private static Task AnswerAsync<T>(HttpContext context, T answer, JsonTypeInfo<T> type) =>
        context.Response.WriteAsJsonAsync(answer, type, cancellationToken: context.RequestAborted);
}
