using Serilog;

namespace SalesAgent.Tests.Support;

/// <summary>What every journey relies on when it says that nothing personal was logged.</summary>
public sealed class LogScanTests
{
    [Theory]
    [InlineData("Reading {Thing}", "mail of jane@acme.example")]
    [InlineData("Nothing in the message but {@Thing}", "Jane.Roe+x@sub.acme.example")]
    public void An_address_is_found_wherever_it_stands(string template, string value)
    {
        var scan = new LogScan();
        using var log = new LoggerConfiguration().MinimumLevel.Verbose().WriteTo.Sink(scan).CreateLogger();

        log.Debug(template, value);
        log.Error(new InvalidOperationException(value), "It failed.");

        (scan.Events, scan.Found.Count).ShouldBe((2, 2));
    }

    [Fact]
    public void Ids_hashes_and_counts_are_not()
    {
        var scan = new LogScan();
        using var log = new LoggerConfiguration().MinimumLevel.Verbose().WriteTo.Sink(scan).CreateLogger();

        log.Information("Lead {LeadId} went through its steps: {Status}.", "0f3a", "completed");

        (scan.Events, scan.Found.Count).ShouldBe((1, 0));
    }
}
