using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;
using SalesAgent.Core.Policy;
using SalesAgent.Core.Storage;

namespace SalesAgent.Bot.Operations;

/// <summary>What an operator or a load balancer asks. All but liveness want <c>Authorization: Bearer &lt;SecretKey&gt;</c> outside Development.</summary>
internal static class HealthEndpoints
{
    public static void MapOperations(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet("/health", () => TypedResults.Json(new Liveness("ok"), OperationsJson.Default.Liveness));

        var operators = endpoints.MapGroup("").AddEndpointFilter(OnlyOperatorsAsync);
        operators.MapGet("/health/ready", ReadyAsync);
        operators.MapGet("/connectors/status", async (ConnectorStatus connectors, CancellationToken cancellationToken) =>
            TypedResults.Json(await connectors.ReadAsync(cancellationToken), OperationsJson.Default.IReadOnlyListConnectorState));
    }

    private static async Task<IResult> ReadyAsync(IRecordStore store, CancellationToken cancellationToken)
    {
        try
        {
            await store.FindAsync("health", "probe", cancellationToken);
            return TypedResults.Json(new Readiness("ready", "healthy", DraftOnly: true), OperationsJson.Default.Readiness);
        }
        catch (StorageUnavailableException)
        {
            return TypedResults.Json(
                new Readiness("not_ready", "unhealthy", DraftOnly: true), OperationsJson.Default.Readiness, statusCode: StatusCodes.Status503ServiceUnavailable);
        }
    }

    private static async ValueTask<object?> OnlyOperatorsAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var services = context.HttpContext.RequestServices;
        if (services.GetRequiredService<IHostEnvironment>().IsDevelopment()) return await next(context);

        var expected = Encoding.UTF8.GetBytes($"Bearer {services.GetRequiredService<IOptions<InstallationOptions>>().Value.SecretKey}");
        var given = Encoding.UTF8.GetBytes(context.HttpContext.Request.Headers.Authorization.ToString());
        return CryptographicOperations.FixedTimeEquals(expected, given) ? await next(context) : TypedResults.Unauthorized();
    }
}
