using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Authorization;
using SalesAgent.Core.Policy;
using SalesAgent.Core.Storage;

namespace SalesAgent.Bot.Operations;

/// <summary>What an operator or a load balancer asks. All but liveness want the key (<see cref="OperatorKey"/>).</summary>
internal static class HealthEndpoints
{
    public static void MapOperations(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet("/health", context => AnswerAsync(context, new Liveness("ok"), OperationsJson.Default.Liveness)).WithMetadata(new AllowAnonymousAttribute());
        endpoints.MapGet("/health/ready", ReadyAsync);
        endpoints.MapGet("/connectors/status", ConnectorsAsync);
        endpoints.MapPrometheusScrapingEndpoint("/metrics");
    }

    private static async Task ReadyAsync(HttpContext context)
    {
        var services = context.RequestServices;
        var policy = services.GetRequiredService<MailPolicy>();
        var ready = new Readiness(
            "not_ready", "unhealthy", policy.IsDraftOnlyEnforced, services.GetRequiredService<DraftOnlyProof>().Last?.At, policy.IsAutoSendAllowed, UnneededScopes: null, Stopped: true);
        try
        {
            await services.GetRequiredService<IRecordStore>().FindAsync("health", "probe", context.RequestAborted);
            ready = ready with
            {
                Storage = "healthy",
                Stopped = await services.GetRequiredService<EmergencyStop>().FindAsync(context.RequestAborted) is not null,
                UnneededScopes = await services.GetRequiredService<GrantedScopes>().UnneededAsync(context.RequestAborted),
            };
            if (policy.IsDraftOnlyEnforced) ready = ready with { Status = "ready" };
        }
        catch (StorageUnavailableException)
        {
            // Said already: it is unhealthy.
        }

        if (ready.Status != "ready") context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
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
