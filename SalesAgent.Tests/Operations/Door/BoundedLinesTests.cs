using Microsoft.Extensions.Time.Testing;
using SalesAgent.Bot.Operations.Door;
using Serilog;
using Serilog.Core;
using Serilog.Events;

namespace SalesAgent.Tests.Operations.Door;

public sealed class BoundedLinesTests : ILogEventSink
{
    private readonly FakeTimeProvider time = new();
    private readonly List<LogEvent> told = [];
    private readonly Serilog.ILogger log;

    public BoundedLinesTests() => log = new LoggerConfiguration().Filter.With(new BoundedLines(time)).WriteTo.Sink(this).CreateLogger();

    void ILogEventSink.Emit(LogEvent logEvent) => told.Add(logEvent);

    [Fact]
    public void A_flood_of_refusals_is_a_few_lines_a_minute_and_a_count()
    {
        for (var i = 0; i < 10_000; i++)
            Refuse(i);
        told.Count.ShouldBe(BoundedLines.MostInAMinute);

        time.Advance(TimeSpan.FromMinutes(1));
        Refuse(0);
        told[^1].Properties["LeftOut"].ShouldBe(new ScalarValue(10_000 - BoundedLines.MostInAMinute));
    }

    [Fact]
    public void Each_kind_of_line_has_its_own_bound_and_what_nobody_unknown_can_cause_has_none()
    {
        for (var i = 0; i < 100; i++)
        {
            Refuse(i);
            log.ForContext(Constants.SourceContextPropertyName, "SalesAgent.Bot.Protocol.TurnIntake").Error("Failed.");
            log.ForContext(Constants.SourceContextPropertyName, "SalesAgent.Bot.Webhooks.HubSpotWebhook")
                .Information("Lead {Lead} accepted.", i);
            log.ForContext(Constants.SourceContextPropertyName, "SalesAgent.Core.Work.WorkPump").Warning("Work {Id} failed.", i);
        }

        told.Count(line => line.Level == LogEventLevel.Error).ShouldBe(BoundedLines.MostInAMinute);
        told.Count(line => line.MessageTemplate.Text.StartsWith("Lead", StringComparison.Ordinal)).ShouldBe(100);
        told.Count(line => line.MessageTemplate.Text.StartsWith("Work", StringComparison.Ordinal)).ShouldBe(100);
    }

    private void Refuse(int number) =>
        log.ForContext(Constants.SourceContextPropertyName, "SalesAgent.Bot.Webhooks.HubSpotWebhook").Warning("Refused {Number}.", number);
}
