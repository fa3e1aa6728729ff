using System.CommandLine;
using Microsoft.Extensions.Options;
using SalesAgent.Bot.Cli.Audit;
using SalesAgent.Bot.Cli.Auth;
using SalesAgent.Bot.Cli.Bench;
using SalesAgent.Bot.Cli.Manifest;
using SalesAgent.Core.Storage;

namespace SalesAgent.Bot.Cli;

/// <summary>A command word runs that command; anything else, or nothing, serves. Usage errors exit 2.</summary>
internal static class CommandLine
{
    private const int UsageError = 2;
    private const int Failed = 1;

    /// <summary>What a shell reports for a command that Ctrl+C ended.</summary>
    private const int Interrupted = 130;

    /// <summary>The one list of commands.</summary>
    public static RootCommand Root() =>
        new("SalesAgent drafts sales mail in Gmail, shows it in Teams and never sends it. Without a command it serves.")
        {
            DemoCommand.Create(),
            SmokeCommand.Create(),
            SeedCommand.Create(),
            AuditCommand.Create(),
            WorkCommand.Create(),
            SecretsCommand.Create(),
            StopCommand.Stop(),
            StopCommand.Resume(),
            ForgetCommand.Create(),
            AuthCommand.Create(),
            ManifestCommand.Create(),
            HealthCommand.Create(),
            BenchCommand.Create(),
        };

    public static async Task<int> RunAsync(string[] arguments)
    {
        // Host arguments such as --urls belong to the server, not to a command.
        var serves = arguments is [] or [['-', '-', ..], ..] && !arguments.Any(word => word is "--help" or "--version");
        try
        {
            if (serves)
                return await ServeAsync(arguments);

            var parsed = Root().Parse(arguments);
            if (parsed.Errors.Count == 0)
                return await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });

            foreach (var error in parsed.Errors)
                await Console.Error.WriteLineAsync(error.Message);
            await Console.Error.WriteLineAsync("Add --help to see how it is used.");
            return UsageError;
        }
        catch (OptionsValidationException wrong)
        {
            foreach (var failure in wrong.Failures)
                await Console.Error.WriteLineAsync($"Configuration: {failure}");
            return Failed;
        }
        catch (OperationCanceledException)
        {
            return Interrupted;
        }
        catch (Exception wrong) when (wrong is StorageUnavailableException or InvalidOperationException or IOException)
        {
            await Console.Error.WriteLineAsync(wrong.Message);
            return Failed;
        }
    }

    private static async Task<int> ServeAsync(string[] arguments)
    {
        await using var app = await CommandApp.BuildAsync(arguments);
        await app.StartAsync();
        await app.Web.WaitForShutdownAsync();
        return 0;
    }
}
