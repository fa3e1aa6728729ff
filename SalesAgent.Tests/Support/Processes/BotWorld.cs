using SalesAgent.Bot;
using SalesAgent.Bot.Bench.Stage;
using SalesAgent.Bot.Sandbox;
using SalesAgent.Bot.Sandbox.Teams;
using SalesAgent.Core.Secrets;
using Serilog.Events;

namespace SalesAgent.Tests.Support.Processes;

/// <summary>A storage, the vendors in this process, and bots in processes of their own, one after another or side by side.</summary>
internal sealed class BotWorld : IAsyncDisposable
{
    /// <summary>Of what a dead process held.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromSeconds(10);

    private readonly DirectoryInfo folder;
    private readonly Dictionary<string, string?> settings;
    private readonly List<BotInstance> bots = [];

    private readonly string build;

    private BotWorld(string build, SandboxHost sandbox, DirectoryInfo folder, Dictionary<string, string?> settings)
    {
        this.build = build;
        Sandbox = sandbox;
        this.folder = folder;
        this.settings = settings;
        Cards = new CardArrivals(sandbox.World.Teams);
    }

    public SandboxHost Sandbox { get; }

    public SandboxWorld Vendors => Sandbox.World;

    public CardArrivals Cards { get; }

    public SandboxTeamsUser Alex => Sandbox.Teams.As(Vendors.Reps[0]);

    /// <summary>A manager.</summary>
    public SandboxTeamsUser Mona => Sandbox.Teams.As(Vendors.Reps[2]);

    /// <summary>Where a load balancer sends what comes: to one that lives, or null.</summary>
    public BotInstance? Door
    {
        get
        {
            lock (bots)
            {
                var alive = bots.Where(bot => bot.IsRunning).ToArray();
                return alive.Length == 0 ? null : alive[Random.Shared.Next(alive.Length)];
            }
        }
    }

    /// <summary>What all bots so far have said: for whoever asks why a test failed.</summary>
    public string Report
    {
        get
        {
            lock (bots)
                return string.Join('\n', bots.Select(bot => bot.Report));
        }
    }

    /// <param name="build">The folder of the published bot.</param>
    /// <param name="storage">Null: SQLite in a file of its own.</param>
    public static async Task<BotWorld> StartAsync(string build, IReadOnlyDictionary<string, string?>? storage)
    {
        var folder = Directory.CreateTempSubdirectory("salesagent-kill-");
        var sandbox = await SandboxHost.StartAsync(new SandboxOptions(), TimeProvider.System);
        var settings = new Dictionary<string, string?>(sandbox.Configuration(), StringComparer.OrdinalIgnoreCase)
        {
            [nameof(InstallationOptions.SecretKey)] = InstallationOptions.DevelopmentSecretKey,
            ["Sandbox:Enabled"] = "false",
            ["Storage:Path"] = Path.Combine(folder.FullName, "salesagent.db"),

            // What died with a process is waited for, so that is made short, and whoever dies every few seconds is not given up for it;
            // HubSpot's pace of searching has its own test.
            ["RateLimit:Requests"] = "1000000",
            ["Work:LeaseSeconds"] = $"{Lease.TotalSeconds}",
            ["Work:ClaimSeconds"] = "13",
            ["Work:MaximumAttempts"] = "1000",
            ["Work:Delays:0"] = "00:00:00.200",
            ["Work:Delays:1"] = "00:00:01",
            ["Connectors:AttemptTimeout"] = "00:00:04",
            ["Connectors:ReadTimeout"] = "00:00:08",
            ["Connectors:WriteTimeout"] = "00:00:04",
            ["Bot:ConnectorTimeoutSeconds"] = "12",
            ["HubSpot:SearchesPerSecond"] = "50",
        };
        foreach (var (key, value) in storage ?? new Dictionary<string, string?>())
            settings[key] = value;
        return new BotWorld(build, sandbox, folder, settings);
    }

    /// <summary>One more bot. The first is also put into the team and everybody's chat.</summary>
    public async Task<BotInstance> StartBotAsync(KillPoint? at = null, ProcessClock? clock = null)
    {
        bool isFirst;
        BotInstance bot;
        lock (bots)
        {
            isFirst = bots.Count == 0;
            bot = BotInstance.Start(
                $"bot {bots.Count + 1}{(at is null ? "" : $", to die {at}")}",
                build,
                folder.FullName,
                settings,
                at,
                clock
            );
            bots.Add(bot);
        }

        await bot.ReadyAsync();
        if (isFirst)
            await Sandbox.Teams.InstallEverywhereAsync(bot.Messages);
        return bot;
    }

    /// <summary>The bot's own code on the storage, without a bot that works on it.</summary>
    public Task<SalesAgentApp> OpenStoreAsync() =>
        SalesAgentApp.BuildAsync(
            new AppSetup
            {
                Environment = "Development",
                Settings = settings,
                LogsToStandardError = true,
                QuietBelow = LogEventLevel.Error,
            }
        );

    /// <summary>When it fails, what every bot said goes with the failure; and whatever happened, none of them named anybody.</summary>
    public async Task TellingAsync(Func<Task> proof)
    {
        try
        {
            await proof();
            lock (bots)
                bots.SelectMany(bot => bot.Said).Where(LogScan.IsPersonal).ShouldBeEmpty();
        }
        catch
        {
            TestContext.Current.TestOutputHelper?.WriteLine(Report);
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var bot in bots)
            await bot.DisposeAsync();
        await Sandbox.DisposeAsync();
        folder.Delete(recursive: true);
    }
}
