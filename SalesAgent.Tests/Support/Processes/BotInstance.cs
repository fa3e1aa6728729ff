using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using SalesAgent.Bot.Sandbox;

namespace SalesAgent.Tests.Support.Processes;

/// <summary>The published bot as a process of its own, which can be killed. What it said is kept.</summary>
internal sealed class BotInstance : IAsyncDisposable
{
    /// <summary>128 and the number of SIGKILL, as a shell tells it.</summary>
    private const int Killed = 137;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(20);
    private static readonly string[] OfOurEnvironment =
    [
        "ASPNETCORE_ENVIRONMENT",
        "DOTNET_ENVIRONMENT",
        "ASPNETCORE_URLS",
        "SecretKey",
        KillPoint.Variable,
    ];
    private static readonly HttpClient Http = new(new SocketsHttpHandler()) { Timeout = TimeSpan.FromSeconds(10) };

    private readonly Process process;
    private readonly ConcurrentQueue<string> said = new();
    private readonly string name;

    private BotInstance(Process process, Uri address, string name)
    {
        this.process = process;
        this.name = name;
        Address = address;
        process.OutputDataReceived += (_, line) => Hear(line.Data);
        process.ErrorDataReceived += (_, line) => Hear(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public Uri Address { get; }

    public Uri Messages => new(Address, "/api/messages");

    public bool IsRunning => !process.HasExited;

    public bool WasKilled => process.HasExited && process.ExitCode == Killed;

    public IReadOnlyCollection<string> Said => said;

    /// <summary>Both streams, as they came.</summary>
    public string Report => $"--- {name}, {(IsRunning ? "running" : $"ended with {process.ExitCode}")}\n{string.Join('\n', said)}";

    /// <param name="build">The folder of the published bot.</param>
    /// <param name="folder">Where it runs.</param>
    /// <param name="settings">All it is configured with.</param>
    /// <param name="at">Where it shall die; null: nowhere by itself.</param>
    /// <param name="clock">The clock it goes by; null: the system's.</param>
    public static BotInstance Start(
        string name,
        string build,
        string folder,
        IEnumerable<KeyValuePair<string, string?>> settings,
        KillPoint? at,
        ProcessClock? clock
    )
    {
        var address = new Uri($"http://127.0.0.1:{LoopbackPort.Free()}");
        var start = new ProcessStartInfo("dotnet")
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.ArgumentList.Add("exec");
        start.ArgumentList.Add(Path.Combine(build, "SalesAgent.Bot.dll"));
        foreach (var setting in OfOurEnvironment)
            start.Environment.Remove(setting);
        foreach (var (key, value) in settings)
            start.Environment[key.Replace(":", "__", StringComparison.Ordinal)] = value;
        start.Environment["ASPNETCORE_ENVIRONMENT"] = "Development";
        start.Environment["ASPNETCORE_URLS"] = address.AbsoluteUri;
        if (at is not null)
        {
            start.Environment["DOTNET_STARTUP_HOOKS"] = typeof(StartupHook).Assembly.Location;
            start.Environment[KillPoint.Variable] = at.Write();
        }

        foreach (var (variable, value) in clock?.Environment ?? [])
            start.Environment[variable] = value;

        return new BotInstance(Process.Start(start)!, address, name);
    }

    /// <summary>Ready to be talked to, or dead before it was.</summary>
    public async Task ReadyAsync()
    {
        var began = TimeProvider.System.GetTimestamp();
        while (IsRunning && TimeProvider.System.GetElapsedTime(began) < Patience)
        {
            try
            {
                using var answer = await Http.GetAsync(new Uri(Address, "/health/ready"));
                if (answer.StatusCode == HttpStatusCode.OK)
                    return;
            }
            catch (Exception failure) when (failure is HttpRequestException or OperationCanceledException)
            {
                // It does not listen yet, or does not any more.
            }

            await Task.Delay(Glance);
        }

        await FlushAsync();
        if (!WasKilled)
            throw new InvalidOperationException($"The bot did not get ready.\n{Report}");
    }

    /// <summary>Waits until it is dead by its own hand.</summary>
    /// <exception cref="TimeoutException">It lives on: what should have killed it was never reached.</exception>
    public async Task DeadAsync(TimeSpan patience)
    {
        try
        {
            await process.WaitForExitAsync().WaitAsync(patience);
        }
        catch (TimeoutException)
        {
            throw new TimeoutException($"It did not die.\n{Report}");
        }
    }

    /// <summary>SIGKILL, and gone when this returns.</summary>
    public async Task KillAsync()
    {
        if (IsRunning)
            process.Kill();
        await FlushAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        process.Dispose();
    }

    private Task FlushAsync() => process.WaitForExitAsync();

    private void Hear(string? line)
    {
        if (line is not null)
            said.Enqueue(line);
    }
}
