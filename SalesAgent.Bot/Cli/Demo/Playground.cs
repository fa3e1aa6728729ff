extern alias sandbox;

using System.Diagnostics;
using System.Globalization;
using SalesAgent.Bot.Teams;
using SalesAgent.Core.People;
using sandbox::SalesAgent.Bot.Sandbox;

namespace SalesAgent.Bot.Cli;

/// <summary>Microsoft 365 Agents Playground beside the demo: Teams in a browser tab, without an account.</summary>
internal sealed class Playground : IAsyncDisposable
{
    private const string Package = "@microsoft/m365agentsplayground@0.2.28";

    /// <summary>The first start downloads it.</summary>
    private static readonly TimeSpan StartPatience = TimeSpan.FromMinutes(3);

    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(300);

    private readonly Process process;

    private Playground(Process process, Uri page)
    {
        this.process = process;
        Page = page;
    }

    public Uri Page { get; }

    /// <summary>Whether Node.js, and with it npx, is on the path.</summary>
    public static bool IsPossible => Find("node") is not null && Find("npx") is not null;

    /// <summary>Null when it does not answer in time: no network for the first start, or no room.</summary>
    /// <param name="folder">Where it may leave its log.</param>
    public static async Task<Playground?> StartAsync(Uri messages, string folder, CancellationToken cancellationToken)
    {
        var port = LoopbackPort.Free();
        var start = new ProcessStartInfo(Find("npx")!)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,

            WorkingDirectory = folder,
        };
        foreach (
            var argument in new[]
            {
                "--yes",
                Package,
                "-e",
                messages.AbsoluteUri,
                "-c",
                "msteams",
                "-p",
                port.ToString(CultureInfo.InvariantCulture),
                "--dt",
            }
        )
        {
            start.ArgumentList.Add(argument);
        }

        // Once it is up it opens its page in the browser by itself.
        var process = Process.Start(start) ?? throw new InvalidOperationException("npx did not start.");
        process.OutputDataReceived += static (_, _) => { };
        process.ErrorDataReceived += static (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        var playground = new Playground(process, new Uri($"http://localhost:{port}"));
        if (await playground.AnswersAsync(cancellationToken))
            return playground;

        await playground.DisposeAsync();
        return null;
    }

    /// <summary>Once the page or the channel is opened, the bot knows where the rep's cards go.</summary>
    public static async Task UntilOpenedAsync(IServiceProvider services, CancellationToken cancellationToken)
    {
        var (book, rep) = (services.GetRequiredService<ConversationBook>(), services.GetRequiredService<RepDirectory>().Default);
        while (await book.ChannelOfAsync(rep.Id, cancellationToken) is null)
            await Task.Delay(Glance, cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
            process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync();
        process.Dispose();
    }

    private async Task<bool> AnswersAsync(CancellationToken cancellationToken)
    {
        using var http = new HttpClient(new SocketsHttpHandler());
        var began = TimeProvider.System.GetTimestamp();
        while (!process.HasExited && TimeProvider.System.GetElapsedTime(began) < StartPatience)
        {
            try
            {
                using var answer = await http.GetAsync(Page, cancellationToken);
                if (answer.IsSuccessStatusCode)
                    return true;
            }
            catch (HttpRequestException)
            {
                // Not up yet.
            }

            await Task.Delay(Glance, cancellationToken);
        }

        return false;
    }

    private static string? Find(string program)
    {
        var names = OperatingSystem.IsWindows() ? new[] { $"{program}.exe", $"{program}.cmd" } : [program];
        return (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(Path.PathSeparator)
            .SelectMany(folder => names.Select(name => Path.Combine(folder, name)))
            .FirstOrDefault(File.Exists);
    }
}
