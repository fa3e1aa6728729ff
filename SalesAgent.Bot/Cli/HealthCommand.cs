using System.CommandLine;

namespace SalesAgent.Bot.Cli;

/// <summary>
/// <c>health</c>: asks the instance on this machine whether it runs. For containers, whose image has no other program to ask with.
/// </summary>
internal static class HealthCommand
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public static Command Create()
    {
        var address = new Option<Uri>("--url")
        {
            Description = "Where it listens",
            DefaultValueFactory = _ => new Uri(SalesAgentApp.DefaultUrl),
        };
        var health = new Command("health", "Whether the instance on this machine runs; exits 1 when it does not") { address };
        health.SetAction(
            (parsed, cancellationToken) => AskAsync(parsed.GetValue(address)!, parsed.InvocationConfiguration, cancellationToken)
        );
        return health;
    }

    private static async Task<int> AskAsync(Uri address, InvocationConfiguration console, CancellationToken cancellationToken)
    {
        using var http = new HttpClient(new SocketsHttpHandler()) { Timeout = Patience };
        try
        {
            await console.Output.WriteLineAsync(await http.GetStringAsync(new Uri(address, "/health"), cancellationToken));
            return 0;
        }
        catch (Exception failure)
            when (failure is HttpRequestException || (failure is TaskCanceledException && !cancellationToken.IsCancellationRequested))
        {
            await console.Error.WriteLineAsync($"Nothing answers at {address}.");
            return 1;
        }
    }
}
