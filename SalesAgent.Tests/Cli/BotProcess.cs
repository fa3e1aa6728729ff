using System.Diagnostics;

namespace SalesAgent.Tests.Cli;

/// <summary>
/// The built bot, run as a person runs it: a process of its own in an empty folder, with none of our environment's settings.
/// </summary>
internal sealed record BotProcess(int ExitCode, string Output, string Error)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <summary>In Production with nothing configured.</summary>
    public static Task<BotProcess> RunAsync(params string[] arguments) => RunWithAsync([], arguments);

    /// <summary>In Development with the sandbox.</summary>
    public static Task<BotProcess> RunSandboxedAsync(params string[] arguments) => RunSandboxedWithAsync([], arguments);

    /// <param name="heard">Is given each line of the output as it comes, and may do something about it.</param>
    public static Task<BotProcess> RunTalkingAsync(
        string folder,
        IEnumerable<(string Name, string Value)> environment,
        Func<string, Task> heard,
        params string[] arguments
    ) => StartAsync(folder, [.. environment], arguments, heard);

    public static Task<BotProcess> RunSandboxedWithAsync((string Name, string Value)[] environment, params string[] arguments) =>
        RunWithAsync([("ASPNETCORE_ENVIRONMENT", "Development"), ("Sandbox__Enabled", "true"), .. environment], arguments);

    public static async Task<BotProcess> RunWithAsync((string Name, string Value)[] environment, params string[] arguments)
    {
        var folder = Directory.CreateTempSubdirectory("salesagent-cli-");
        try
        {
            return await StartAsync(folder.FullName, environment, arguments);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    public static Task<BotProcess> RunInAsync(string folder, params string[] arguments) => StartAsync(folder, [], arguments);

    private static async Task<BotProcess> StartAsync(
        string folder,
        (string Name, string Value)[] environment,
        string[] arguments,
        Func<string, Task>? heard = null
    )
    {
        var start = new ProcessStartInfo("dotnet")
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        start.ArgumentList.Add("exec");
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "SalesAgent.Bot.dll"));
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        foreach (var setting in (string[])["ASPNETCORE_ENVIRONMENT", "DOTNET_ENVIRONMENT", "ASPNETCORE_URLS", "SecretKey"])
            start.Environment.Remove(setting);
        foreach (var (name, value) in environment)
            start.Environment[name] = value;

        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var output = heard is null ? process.StandardOutput.ReadToEndAsync() : ListenAsync(process.StandardOutput, heard);
        var error = process.StandardError.ReadToEndAsync();
        using var limit = new CancellationTokenSource(Patience);
        try
        {
            await process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"{string.Join(' ', arguments)} did not end.\n{await output}\n{await error}");
        }

        return new BotProcess(process.ExitCode, await output, await error);
    }

    private static async Task<string> ListenAsync(StreamReader output, Func<string, Task> heard)
    {
        var all = new System.Text.StringBuilder();
        while (await output.ReadLineAsync() is { } line)
        {
            all.AppendLine(line);
            await heard(line);
        }

        return all.ToString();
    }
}
