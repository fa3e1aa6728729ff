using System.Diagnostics;
using System.Net;
using SalesAgent.Bot.Bench.Stage;
using SalesAgent.Bot.Sandbox;

namespace SalesAgent.Tests.Support;

/// <summary>The built bot, serving as a process of its own, and the vendors it talks to in this one.</summary>
internal sealed class ServingBot : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(50);

    private readonly Process process;
    private readonly Task<string> said;

    private ServingBot(SandboxHost sandbox, Process process, Uri address)
    {
        Sandbox = sandbox;
        this.process = process;
        Address = address;
        said = HearAsync(process);
    }

    public SandboxHost Sandbox { get; }

    public Uri Address { get; }

    public int ProcessId => process.Id;

    public bool IsRunning => !process.HasExited;

    /// <summary>Most resident memory it has had, MB, as the system counts it.</summary>
    public double PeakMegabytes => MeasuredBot.PeakOf(process);

    /// <param name="folder">Where it runs, with its store.</param>
    /// <param name="inside">The command that starts it and becomes it, such as a shell that execs its arguments; empty: none.</param>
    public static async Task<ServingBot> StartAsync(
        string folder,
        IReadOnlyDictionary<string, string?>? settings = null,
        params IReadOnlyList<string> inside
    )
    {
        var sandbox = await SandboxHost.StartAsync(new SandboxOptions(), TimeProvider.System);
        try
        {
            var all = BenchStage.Settings(sandbox.BaseAddress, Path.Combine(folder, "salesagent.db"));
            foreach (var (key, value) in settings ?? new Dictionary<string, string?>())
                all[key] = value;
            var bot = new ServingBot(sandbox, Begin(folder, all, inside, out var address), address);
            await bot.UntilReadyAsync();
            await sandbox.Teams.InstallEverywhereAsync(new Uri(address, "/api/messages"));
            return bot;
        }
        catch
        {
            await sandbox.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (IsRunning)
            process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync();
        await said;
        process.Dispose();
        await Sandbox.DisposeAsync();
    }

    /// <summary>From the start on: a pipe that nobody empties stops whoever writes to it.</summary>
    private static async Task<string> HearAsync(Process process) =>
        string.Concat(await Task.WhenAll(process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync()));

    private static Process Begin(
        string folder,
        IReadOnlyDictionary<string, string?> settings,
        IReadOnlyList<string> inside,
        out Uri address
    )
    {
        address = new Uri($"http://127.0.0.1:{LoopbackPort.Free()}");
        string[] words = [.. inside, "dotnet", "exec", Path.Combine(AppContext.BaseDirectory, "SalesAgent.Bot.dll")];
        var start = new ProcessStartInfo(words[0], words.Skip(1))
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var name in (string[])["DOTNET_ENVIRONMENT", "SecretKey"])
            start.Environment.Remove(name);
        foreach (var (key, value) in settings)
            start.Environment[key.Replace(":", "__", StringComparison.Ordinal)] = value;
        start.Environment["ASPNETCORE_ENVIRONMENT"] = "Development";
        start.Environment["ASPNETCORE_URLS"] = address.AbsoluteUri;
        return Process.Start(start)!;
    }

    private async Task UntilReadyAsync()
    {
        using var http = new HttpClient(new SocketsHttpHandler());
        for (var waited = TimeSpan.Zero; waited < Patience && IsRunning; waited += Glance)
        {
            try
            {
                using var answer = await http.GetAsync(new Uri(Address, "/health/ready"));
                if (answer.StatusCode == HttpStatusCode.OK)
                    return;
            }
            catch (HttpRequestException)
            {
                // It does not listen yet.
            }

            await Task.Delay(Glance);
        }

        if (IsRunning)
            process.Kill(entireProcessTree: true);
        throw new InvalidOperationException($"The bot did not get ready: {await said}");
    }
}
