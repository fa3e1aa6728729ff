using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using SalesAgent.Bot.Webhooks;
using SalesAgent.Core.Records;
using SalesAgent.Core.Records.Ledger;
using SalesAgent.Core.Records.Runs;
using SalesAgent.Core.Storage;

namespace SalesAgent.Bot.Operations;

/// <summary><c>/workflows</c>: how far leads have come, step by step. Ids, states and times; who it is about is in HubSpot.</summary>
internal static class WorkflowEndpoints
{
    private const int Most = 100;

    public static void MapWorkflows(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet("/workflows/latest", LatestAsync);
        endpoints.MapGet("/workflows/{id}", OneAsync);
    }

    private static async Task LatestAsync(HttpContext context)
    {
        var take = 20;
        if (
            context.Request.Query["take"] is [{ } wanted, ..]
            && (!int.TryParse(wanted, NumberStyles.None, CultureInfo.InvariantCulture, out take) || take is 0 or > Most)
        )
        {
            await WebhookAnswer.ProblemAsync(context, StatusCodes.Status400BadRequest, $"take must be a whole number from 1 to {Most}.");
            return;
        }

        await StoredAsync(
            context,
            async services =>
            {
                var records = services.GetRequiredService<LeadRecords>();
                var workflows = new JsonArray();
                foreach (var id in await services.GetRequiredService<OpenLedger>().LatestAsync(take, context.RequestAborted))
                {
                    if (await records.FindAsync(id, context.RequestAborted) is { } state)
                        workflows.Add((JsonNode)Json(state));
                }

                return workflows;
            }
        );
    }

    private static Task OneAsync(HttpContext context) =>
        StoredAsync(
            context,
            async services =>
                LeadId.TryParse((string?)context.Request.RouteValues["id"], out var id)
                && await services.GetRequiredService<LeadRecords>().FindAsync(id, context.RequestAborted) is { } state
                    ? Json(state)
                    : null
        );

    private static async Task StoredAsync(HttpContext context, Func<IServiceProvider, Task<JsonNode?>> read)
    {
        try
        {
            if (await read(context.RequestServices) is not { } answer)
            {
                await WebhookAnswer.ProblemAsync(context, StatusCodes.Status404NotFound, "There is no such workflow.");
            }
            else
            {
                context.Response.ContentType = "application/json";
                await context.Response.WriteAsync(answer.ToJsonString(), context.RequestAborted);
            }
        }
        catch (StorageUnavailableException)
        {
            await WebhookAnswer.ProblemAsync(context, StatusCodes.Status503ServiceUnavailable, "The storage did not answer.");
        }
    }

    private static JsonObject Json(LeadState state) =>
        new()
        {
            ["workflowId"] = state.Lead.Id,
            ["status"] = state.Run.Status,
            ["startedAt"] = Time(state.Run.StartedAt),
            ["endedAt"] = Time(state.Run.EndedAt),
            ["steps"] = new JsonArray([.. state.Run.Steps.Select(Step)]),
            ["review"] = state.Review is null ? null : Word(state.Review.State.ToString()),
            ["decidedAt"] = Time(state.Review?.Decision?.At),
        };

    private static JsonNode Step(StepReport step) =>
        new JsonObject
        {
            ["name"] = step.Name,
            ["status"] = Word(step.Status.ToString()),
            ["milliseconds"] = step.Milliseconds,
        };

    private static string Word(string name) => JsonNamingPolicy.SnakeCaseLower.ConvertName(name);

    private static string? Time(DateTimeOffset? at) => at?.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
