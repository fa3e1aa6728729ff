using Microsoft.Extensions.DependencyInjection;
using SalesAgent.Core.Connectors;
using SalesAgent.Tests.Connectors;

namespace SalesAgent.Tests.Contracts;

/// <summary>Drives rows of a vendor's error table through the real client over a real socket, as a read and as a write.</summary>
public abstract class ErrorRowContract : ConnectorWorld
{
    /// <summary>The moment that dates in the samples were written for.</summary>
    protected static readonly DateTimeOffset Today = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);

    protected abstract string Connector { get; }

    /// <summary>Where the answer comes from, and what asks for it.</summary>
    protected abstract (string Call, Func<Task> Ask) Reading { get; }

    protected abstract (string Call, Func<Task> Ask) Writing { get; }

    /// <summary>Of the real clock, except for what time it is.</summary>
    protected override void Register(IServiceCollection more) => more.AddSingleton<TimeProvider>(new StoppedClock());

    private protected async Task HoldsAsync(ErrorRow row)
    {
        // What a vendor asks for is reported; our own pauses are a few milliseconds.
        Settings["Connectors:LongestPause"] = "00:00:00.500";
        Wire.On(Reading.Call, row.Answer).On(Writing.Call, row.Answer);

        if (row.Read is { } read)
        {
            await FailsAsync(row, Reading.Ask, read);
            Wire.Count(Reading.Call).ShouldBe(row.Tries);
        }

        if (row.Write is { } write)
        {
            // A pause that the read was told holds for every call of a process; this is another process.
            await AnewAsync();
            var before = Wire.Count(Writing.Call);
            await FailsAsync(row, Writing.Ask, write);
            (Wire.Count(Writing.Call) - before).ShouldBe(1, "A write leaves the process once.");
        }
    }

    private async Task FailsAsync(ErrorRow row, Func<Task> ask, FailureKind kind)
    {
        var failure = await Should.ThrowAsync<ConnectorException>(ask);

        (failure.Kind, failure.ConnectorName).ShouldBe((kind, Connector));
        failure.RetryAfter.ShouldBe(row.PauseSeconds is { } seconds ? TimeSpan.FromSeconds(seconds) : null);
        if (row.Code is not null)
            failure.Code.ShouldBe(row.Code);
        foreach (var sentence in row.Sentences.Where(sentence => sentence.Length > 0))
            failure.ToString().ShouldNotContain(sentence);
        failure.ToString().ShouldNotContain("@");
    }

    private sealed class StoppedClock : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => Today;
    }
}
