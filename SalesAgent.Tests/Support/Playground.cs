using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace SalesAgent.Tests.Support;

/// <summary>
/// Microsoft 365 Agents Playground (npm <c>@microsoft/m365agentsplayground</c>): Teams, as far as one machine goes.
/// A child process that talks to a bot over HTTP and shows its chats on a web page.
/// </summary>
public sealed partial class Playground : IAsyncDisposable
{
    private const string Package = "@microsoft/m365agentsplayground";
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly Process _process;
    private readonly Uri _address;

    private Playground(Process process, int port)
    {
        _process = process;
        _address = new UriBuilder(Uri.UriSchemeHttp, "127.0.0.1", port).Uri;
    }

    /// <param name="botEndpoint">Where the bot takes activities: http://127.0.0.1:3978/api/messages. It has to answer already.</param>
    public static async Task<Playground> StartAsync(Uri botEndpoint)
    {
        Peers.Need(Package);

        var start = new ProcessStartInfo("node")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,

            // It leaves a log folder where it is started.
            WorkingDirectory = AppContext.BaseDirectory,
        };
        // Should the port be taken by now, it picks another: what it says it listens on is what counts.
        foreach (
            var argument in (string[])
                [
                    Path.Combine(Peers.Package(Package), "cli.js"),
                    "start",
                    "-e",
                    botEndpoint.AbsoluteUri,
                    "-c",
                    "msteams",
                    "-p",
                    FreePort(),
                    "--dt",
                ]
        )
        {
            start.ArgumentList.Add(argument);
        }

        var process = Process.Start(start)!;
        var said = new List<string>();
        var listening = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
        void Hear(object sender, DataReceivedEventArgs line)
        {
            if (line.Data is null)
                return;
            lock (said)
                said.Add(line.Data);
            if (Listening().Match(line.Data) is { Success: true } match)
                listening.TrySetResult(int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture));
        }

        process.OutputDataReceived += Hear;
        process.ErrorDataReceived += Hear;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();

        var ended = process.WaitForExitAsync();
        if (await Task.WhenAny(listening.Task, ended, Task.Delay(Patience)) == listening.Task)
            return new Playground(process, await listening.Task);

        await EndAsync(process);
        lock (said)
            throw new InvalidOperationException($"The Playground did not start:\n{string.Join('\n', said)}");
    }

    /// <summary>Its page in the browser, on the personal chat. Whoever opens it installs the bot there.</summary>
    public async Task<PlaygroundPage> OpenAsync(Browser browser, int width = 1280, int height = 1600)
    {
        var page = await browser.OpenAsync(width, height);
        page.SetDefaultTimeout((float)Patience.TotalMilliseconds);
        await page.GotoAsync(_address.AbsoluteUri);
        return new PlaygroundPage(page);
    }

    public async ValueTask DisposeAsync() => await EndAsync(_process);

    private static async Task EndAsync(Process process)
    {
        if (!process.HasExited)
            process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync();
        process.Dispose();
    }

    private static string FreePort()
    {
        using var socket = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        socket.Start();
        return ((System.Net.IPEndPoint)socket.LocalEndpoint).Port.ToString(CultureInfo.InvariantCulture);
    }

    [GeneratedRegex(@"Listening on (\d+)")]
    private static partial Regex Listening();
}
