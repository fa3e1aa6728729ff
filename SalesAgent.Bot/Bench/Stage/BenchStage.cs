using System.Diagnostics;
using SalesAgent.Bot.Sandbox;
using SalesAgent.Bot.Sandbox.Samples;
using SalesAgent.Core.Secrets;

namespace SalesAgent.Bot.Bench.Stage;

/// <summary>A bot in its process, and in this one the vendors it talks to.</summary>
internal sealed class BenchStage : IAsyncDisposable
{
    /// <summary>Long enough for a bot under load to finish what it has accepted.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    // Whoever only opens a store talks to no vendor.
    private static readonly Uri Nowhere = new("http://127.0.0.1:1/");

    private readonly IBenchSubject subject;
    private readonly string store;
    private readonly long ready = TimeProvider.System.GetTimestamp();
    private readonly TimeSpan limit;

    private BenchStage(IBenchSubject subject, SandboxHost sandbox, MeasuredBot bot, string store, TimeSpan limit)
    {
        this.subject = subject;
        Sandbox = sandbox;
        Bot = bot;
        Cards = new CardArrivals(sandbox.World.Teams);
        this.store = store;
        this.limit = limit;
    }

    public SandboxHost Sandbox { get; }

    public MeasuredBot Bot { get; }

    public CardArrivals Cards { get; }

    /// <summary>How many went before what is measured; fewer than asked for when half of the time was over.</summary>
    public int? WarmedUpWith { get; set; }

    /// <summary>Nothing more is to be sent.</summary>
    public bool IsOver => TimeLeft == TimeSpan.Zero;

    public TimeSpan TimeLeft => TimeProvider.System.GetElapsedTime(ready) is var gone && gone < limit ? limit - gone : TimeSpan.Zero;

    /// <summary>What warms up must not take the time of what is measured.</summary>
    public bool IsHalfOver => TimeLeft < limit / 2;

    /// <summary>What the bot has written to Gmail and HubSpot since the start.</summary>
    public (long Drafts, long Tasks) Writes() =>
        (Sandbox.World.Calls.Writes("gmail.drafts.create"), Sandbox.World.Calls.Writes("hubspot.tasks.create"));

    /// <param name="store">The storage file; made when it is not there.</param>
    /// <param name="latency">Added to every answer of the vendors, milliseconds.</param>
    /// <param name="seconds">Until <see cref="IsOver"/>.</param>
    public static async Task<BenchStage> StartAsync(
        IBenchSubject subject,
        string store,
        int latency,
        int seconds,
        CancellationToken cancellationToken
    )
    {
        var sandbox = await SandboxHost.StartAsync(
            new SandboxOptions { LatencyMilliseconds = latency },
            TimeProvider.System,
            cancellationToken
        );
        try
        {
            var bot = await MeasuredBot.StartAsync(
                subject,
                Path.GetDirectoryName(store)!,
                Settings(sandbox.BaseAddress, store),
                cancellationToken
            );
            var stage = new BenchStage(subject, sandbox, bot, store, TimeSpan.FromSeconds(seconds));
            await sandbox.Teams.InstallEverywhereAsync(bot.Messages, cancellationToken);
            return stage;
        }
        catch
        {
            await sandbox.DisposeAsync();
            throw;
        }
    }

    /// <summary>The bot's records, read by its own code in this process.</summary>
    public Task<IBenchStore> OpenStoreAsync(CancellationToken cancellationToken) => OpenStoreAsync(subject, store, cancellationToken);

    /// <summary>The same of any file.</summary>
    public static Task<IBenchStore> OpenStoreAsync(IBenchSubject subject, string store, CancellationToken cancellationToken) =>
        subject.OpenStoreAsync(Settings(Nowhere, store), cancellationToken);

    /// <summary>Where the counters stand.</summary>
    public Marks Mark() => new(Bot.Cpu, Environment.CpuUsage.TotalTime, Sandbox.World.Calls.All.Values.Sum(operation => operation.Calls));

    public BenchLoad BotLoad(Marks before, Marks after) =>
        new(Math.Round(Bot.ReadyAfter.TotalSeconds, 2), Bot.Peak, Seconds(after.BotCpu - before.BotCpu));

    public static BenchLoad SenderLoad(Marks before, Marks after)
    {
        using var self = Process.GetCurrentProcess();
        return new BenchLoad(null, MeasuredBot.PeakOf(self), Seconds(after.SenderCpu - before.SenderCpu));
    }

    public async ValueTask DisposeAsync()
    {
        await Bot.DisposeAsync();
        await Sandbox.DisposeAsync();
    }

    public static Dictionary<string, string?> Settings(Uri vendors, string store) =>
        new(SandboxConfiguration.For(vendors, SamplePeople.Reps), StringComparer.OrdinalIgnoreCase)
        {
            [nameof(InstallationOptions.SecretKey)] = InstallationOptions.DevelopmentSecretKey,
            ["Storage:Path"] = store,
            ["Sandbox:Enabled"] = "false",
            // All of it comes from one address.
            ["RateLimit:Enabled"] = "false",
        };

    private static double Seconds(TimeSpan time) => Math.Round(time.TotalSeconds, 2);

    /// <param name="Calls">Requests to the vendors, since the start.</param>
    internal sealed record Marks(TimeSpan BotCpu, TimeSpan SenderCpu, long Calls);
}
