using Serilog.Events;

namespace SalesAgent.Bot.Cli;

/// <summary>The app as the command line builds it: with the sandbox, where that is switched on.</summary>
internal static class CommandApp
{
    /// <summary>For a server.</summary>
    public static Task<SalesAgentApp> BuildAsync(string[] arguments) =>
        SalesAgentApp.BuildAsync(new AppSetup { Arguments = arguments, StandIn = new SandboxStandIn() });

    /// <summary>For a command, whose answer has stdout to itself.</summary>
    public static Task<SalesAgentApp> BuildAsync(LogEventLevel? quietBelow, CancellationToken cancellationToken) =>
        SalesAgentApp.BuildAsync(
            new AppSetup
            {
                LogsToStandardError = true,
                QuietBelow = quietBelow,
                StandIn = new SandboxStandIn(),
            },
            cancellationToken
        );
}
