using System.CommandLine;
using SalesAgent.Core.Policy;
using Serilog.Events;

namespace SalesAgent.Bot.Cli;

/// <summary>
/// <c>stop everything</c> and <c>resume</c>, for whoever is at the machine. In force on every instance that shares the store within five
/// seconds.
/// </summary>
internal static class StopCommand
{
    private const string CommandLine = "command_line";

    public static Command Stop()
    {
        var everything = new Command("everything", "No new drafts and no writes to the outside, on every instance, until resume");
        everything.SetAction(
            (parsed, cancellationToken) =>
                OnAsync(
                    parsed.InvocationConfiguration,
                    async stop => (await stop.StopAsync(CommandLine, "somebody at the command line", cancellationToken)).Sentence,
                    cancellationToken
                )
        );
        return new Command("stop", "The emergency stop") { everything };
    }

    public static Command Resume()
    {
        var resume = new Command("resume", "Lets everything go on after stop everything");
        resume.SetAction(
            (parsed, cancellationToken) =>
                OnAsync(
                    parsed.InvocationConfiguration,
                    async stop => (await stop.ResumeAsync(CommandLine, cancellationToken))?.Sentence ?? "Everything goes on.",
                    cancellationToken
                )
        );
        return resume;
    }

    private static async Task<int> OnAsync(
        InvocationConfiguration console,
        Func<EmergencyStop, Task<string>> act,
        CancellationToken cancellationToken
    )
    {
        await using var app = await CommandApp.BuildAsync(LogEventLevel.Warning, cancellationToken);
        await console.Output.WriteLineAsync(await act(app.Services.GetRequiredService<EmergencyStop>()));
        return 0;
    }
}
