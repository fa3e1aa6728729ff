using System.Net.Sockets;
using System.Text;
using SalesAgent.Bot.Sandbox.Faults;
using SalesAgent.Tests.Support;

namespace SalesAgent.Tests.Journeys;

/// <summary>A process that is asked to stop does so in time, whatever hangs, and loses nothing.</summary>
public sealed class StopTests
{
    /// <summary>The drain of a second and the moments after it take four; one wait after the other took more than thirty.</summary>
    private static readonly TimeSpan Enough = TimeSpan.FromSeconds(15);

    [Fact]
    public async Task A_hanging_vendor_and_a_slow_client_are_waited_for_side_by_side_and_nothing_is_lost()
    {
        await using var agent = await RunningAgent.StartAsync(
            new Dictionary<string, string?> { ["Work:DrainSeconds"] = "1" },
            sandboxOutlives: true
        );
        var drafts = agent.AlexMail.Drafts.Count;
        agent.Faults.Set("gmail.*", new Fault.TimeoutAfterWrite());
        var lead = await agent.SubmitSampleAsync();
        await Eventually.FindAsync(() =>
            agent.World.Calls.All.Keys.Any(operation => operation.StartsWith("gmail.", StringComparison.Ordinal)) ? agent : null
        );
        using var over = new CancellationTokenSource();
        var client = TrickleAsync(agent.App.Address, over.Token);
        await Task.Delay(TimeSpan.FromMilliseconds(300), TestContext.Current.CancellationToken);

        // What hangs already goes on hanging.
        agent.Faults.Clear();
        var began = TimeProvider.System.GetTimestamp();
        await agent.RestartAsync();

        TimeProvider.System.GetElapsedTime(began).ShouldBeLessThan(Enough);
        await over.CancelAsync();
        await client;
        (await agent.RestingAsync(lead)).Run.Status.ShouldBe("completed");
        agent.AlexMail.Drafts.Count.ShouldBe(drafts + 1);
    }

    [Theory]
    [InlineData(null, 23)]
    [InlineData("0", 3)]
    [InlineData("25", 28)]
    [InlineData("3600", 28)]
    [InlineData("soon", 23)]
    public void Whatever_is_configured_a_stop_ends_before_a_container_is_killed(string? drain, int seconds) =>
        Core.Work.WorkOptions.LongestStop(drain).ShouldBe(TimeSpan.FromSeconds(seconds));

    /// <summary>A request whose body never ends, just fast enough to be let go on.</summary>
    private static async Task TrickleAsync(Uri bot, CancellationToken cancellationToken)
    {
        using var connection = new TcpClient();
        await connection.ConnectAsync(bot.Host, bot.Port, CancellationToken.None);
        var stream = connection.GetStream();
        try
        {
            await stream.WriteAsync(
                Encoding.ASCII.GetBytes(
                    $"POST /api/webhooks/hubspot/form-submission HTTP/1.1\r\nHost: {bot.Authority}\r\nContent-Length: 1000000\r\n\r\n"
                ),
                cancellationToken
            );
            while (true)
            {
                await stream.WriteAsync(new byte[500], cancellationToken);
                await Task.Delay(TimeSpan.FromMilliseconds(500), cancellationToken);
            }
        }
        catch (Exception end) when (end is IOException or OperationCanceledException)
        {
            // The bot broke it off, or the test is over.
        }
    }
}
