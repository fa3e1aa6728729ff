using System.Diagnostics;
using System.Security.Cryptography;
using System.Text.RegularExpressions;

[assembly: AssemblyFixture(typeof(SalesAgent.Tests.Support.Azurite))]

namespace SalesAgent.Tests.Support;

/// <summary>
/// Microsoft's emulator of Azure Storage (npm <c>azurite</c>), once for all tests, in memory and on free ports, started by the first
/// that needs it. Each test has an account of its own, so it finds nothing of any other.
/// </summary>
public sealed partial class Azurite : IAsyncDisposable
{
    private const string Package = "azurite";
    private const int Accounts = 600;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly SemaphoreSlim starting = new(1, 1);
    private readonly string key = Convert.ToBase64String(RandomNumberGenerator.GetBytes(64));
    private Process? process;
    private Uri? queues;
    private Uri? tables;
    private int used;

    public async Task<AzuriteAccount> NewAccountAsync()
    {
        await StartedAsync();
        var number = Interlocked.Increment(ref used);
        return number <= Accounts
            ? new AzuriteAccount(NameOf(number), key, tables!, queues!)
            : throw new InvalidOperationException($"More than {Accounts} accounts are used: raise the number.");
    }

    public async ValueTask DisposeAsync()
    {
        starting.Dispose();
        if (process is null)
            return;

        if (!process.HasExited)
            process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync();
        process.Dispose();
    }

    private async Task StartedAsync()
    {
        await starting.WaitAsync();
        try
        {
            if (process is null)
                await StartAsync();
        }
        finally
        {
            starting.Release();
        }
    }

    private async Task StartAsync()
    {
        Peers.NeedNode(Package);
        var start = new ProcessStartInfo("node")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = AppContext.BaseDirectory,
        };
        start.Environment["AZURITE_ACCOUNTS"] = string.Join(';', Enumerable.Range(1, Accounts).Select(number => $"{NameOf(number)}:{key}"));
        string[] arguments =
        [
            Path.Combine(Peers.Package(Package), "dist", "src", "azurite.js"),
            "--inMemoryPersistence",
            "--skipApiVersionCheck",
            "--disableTelemetry",
            "--silent",
            "--blobPort",
            "0",
            "--queuePort",
            "0",
            "--tablePort",
            "0",
        ];
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);

        process = Process.Start(start)!;
        var said = new List<string>();
        var listening = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        void Hear(object sender, DataReceivedEventArgs line)
        {
            if (line.Data is null)
                return;
            lock (said)
            {
                said.Add(line.Data);
                if (Listening().Match(line.Data) is { Success: true } match)
                {
                    var address = new Uri(match.Groups["address"].Value);
                    if (match.Groups["part"].Value == "Queue")
                        queues = address;
                    else
                        tables = address;
                }

                if (queues is not null && tables is not null)
                    listening.TrySetResult();
            }
        }

        process.OutputDataReceived += Hear;
        process.ErrorDataReceived += Hear;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        if (await Task.WhenAny(listening.Task, process.WaitForExitAsync(), Task.Delay(Patience)) == listening.Task)
            return;

        lock (said)
            throw new InvalidOperationException($"Azurite did not start:\n{string.Join('\n', said)}");
    }

    private static string NameOf(int number) => $"test{number}";

    [GeneratedRegex(@"Azurite (?<part>Queue|Table) service is successfully listening at (?<address>http://\S+)")]
    private static partial Regex Listening();
}
