using System.Diagnostics;
using System.Globalization;
using System.Net;
using SalesAgent.Bot.Sandbox;

namespace SalesAgent.Bot.Bench.Stage;

/// <summary>The bot as a process of its own, so that its memory and its CPU time are nobody else's.</summary>
internal sealed class MeasuredBot : IAsyncDisposable
{
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(5);

    private readonly Process process;
    private readonly Task heard;
    private bool ended;

    private MeasuredBot(Process process, Uri address)
    {
        this.process = process;
        Address = address;

        // Read and thrown away: a pipe that nobody empties stops whoever writes to it.
        heard = process.StandardOutput.BaseStream.CopyToAsync(Stream.Null);
    }

    public Uri Address { get; }

    public Uri Messages => new(Address, "/api/messages");

    /// <summary>From the start of the process to the first 200 of <c>/health/ready</c>.</summary>
    public TimeSpan ReadyAfter { get; private set; }

    /// <summary>Of all cores together.</summary>
    public TimeSpan Cpu
    {
        get
        {
            process.Refresh();
            return process.TotalProcessorTime;
        }
    }

    /// <param name="folder">Where it runs: nothing in it but what belongs to the measurement.</param>
    /// <param name="settings">All it is configured with; what the environment says otherwise is kept from it.</param>
    /// <exception cref="InvalidOperationException">It ended, or was not ready in time.</exception>
    public static async Task<MeasuredBot> StartAsync(
        IBenchSubject subject,
        string folder,
        IEnumerable<KeyValuePair<string, string?>> settings,
        CancellationToken cancellationToken
    )
    {
        var address = new Uri($"http://127.0.0.1:{LoopbackPort.Free()}");
        var start = Command(subject, folder);
        KeepOut(subject, start.Environment);
        foreach (var (key, value) in settings)
            start.Environment[key.Replace(":", "__", StringComparison.Ordinal)] = value;
        start.Environment["ASPNETCORE_ENVIRONMENT"] = "Development";
        start.Environment["ASPNETCORE_URLS"] = address.AbsoluteUri;

        var began = TimeProvider.System.GetTimestamp();
        var bot = new MeasuredBot(Process.Start(start) ?? throw new InvalidOperationException("The bot did not start."), address);
        try
        {
            await bot.UntilReadyAsync(began, cancellationToken);
            return bot;
        }
        catch
        {
            await bot.DisposeAsync();
            throw;
        }
    }

    /// <summary>Most resident memory it has had, MB.</summary>
    public double Peak => PeakOf(process);

    /// <summary>The same of any process.</summary>
    public static double PeakOf(Process process)
    {
        process.Refresh();
        var status = $"/proc/{process.Id}/status";
        var line = File.Exists(status)
            ? File.ReadLines(status).FirstOrDefault(line => line.StartsWith("VmHWM:", StringComparison.Ordinal))
            : null;
        var bytes = line?.Split(' ', StringSplitOptions.RemoveEmptyEntries) is [_, var kilobytes, ..]
            ? long.Parse(kilobytes, CultureInfo.InvariantCulture) << 10
            : process.PeakWorkingSet64;
        return Math.Round(bytes / 1048576d, 1);
    }

    /// <summary>Ends it without a word, as a machine that fails does.</summary>
    public async ValueTask DisposeAsync()
    {
        if (ended)
            return;
        ended = true;
        if (!process.HasExited)
            process.Kill();
        await process.WaitForExitAsync();
        await heard;
        process.Dispose();
    }

    private async Task UntilReadyAsync(long began, CancellationToken cancellationToken)
    {
        using var http = new HttpClient(new SocketsHttpHandler()) { Timeout = BenchStage.Patience };
        while (!process.HasExited && TimeProvider.System.GetElapsedTime(began) < BenchStage.Patience)
        {
            try
            {
                using var answer = await http.GetAsync(new Uri(Address, "/health/ready"), cancellationToken);
                ReadyAfter = TimeProvider.System.GetElapsedTime(began);
                if (answer.StatusCode == HttpStatusCode.OK)
                    return;
            }
            catch (HttpRequestException)
            {
                // It does not listen yet.
            }

            await Task.Delay(Glance, cancellationToken);
        }

        throw new InvalidOperationException(
            process.HasExited
                ? $"The bot ended with {process.ExitCode}: {(await process.StandardError.ReadToEndAsync(cancellationToken)).Trim()}"
                : $"The bot was not ready within {BenchStage.Patience.TotalSeconds} s."
        );
    }

    private static ProcessStartInfo Command(IBenchSubject subject, string folder)
    {
        var self = Environment.ProcessPath ?? "dotnet";
        var start = new ProcessStartInfo(self)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        if (Path.GetFileNameWithoutExtension(self) is "dotnet")
        {
            start.ArgumentList.Add("exec");
            start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, subject.Assembly));
        }

        return start;
    }

    private static void KeepOut(IBenchSubject subject, IDictionary<string, string?> environment)
    {
        var ours = subject.Sections.Concat(["Kestrel", "URLS"]).ToHashSet(StringComparer.OrdinalIgnoreCase);
        foreach (var name in environment.Keys.Where(name => ours.Contains(name.Split("__")[0]) || IsOfTheHost(name)).ToArray())
            environment.Remove(name);
    }

    private static bool IsOfTheHost(string name) =>
        name.StartsWith("ASPNETCORE_", StringComparison.OrdinalIgnoreCase) || name is "DOTNET_ENVIRONMENT" or "DOTNET_URLS";
}
