using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using SalesAgent.Core.Telemetry;

namespace SalesAgent.Bot.Operations.Telemetry;

/// <summary>
/// Metrics for <c>/metrics</c>, and with <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> metrics and traces over OTLP. The HTTP client's own spans stay
/// out: Google's paths hold addresses.
/// </summary>
internal static class TelemetryServices
{
    /// <summary>OpenTelemetry's own name for where a collector is.</summary>
    public const string OtlpEndpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";

    private static readonly double[] MinutesToDays = [30, 60, 300, 900, 1800, 3600, 7200, 14400, 28800, 86400, 172800, 604800];

    public static void AddTelemetry(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddHostedService<Gauges>();
        var telemetry = services
            .AddOpenTelemetry()
            .ConfigureResource(static resource =>
                resource.AddService("salesagent", serviceVersion: typeof(TelemetryServices).Assembly.GetName().Version?.ToString(3))
            )
            .WithMetrics(static metrics =>
                metrics
                    .AddMeter(LeadMetrics.MeterName, "Microsoft.AspNetCore.Hosting", "System.Runtime")
                    .AddView(LeadMetrics.DecisionTurnaroundName, new ExplicitBucketHistogramConfiguration { Boundaries = MinutesToDays })
                    .AddPrometheusExporter()
            );
        if (string.IsNullOrWhiteSpace(configuration[OtlpEndpoint]))
            return;

        // Without a collector nothing listens to the spans, and they cost nothing.
        telemetry.WithTracing(static traces => traces.AddSource(LeadTrace.Source.Name, "Microsoft.AspNetCore")).UseOtlpExporter();
    }
}
