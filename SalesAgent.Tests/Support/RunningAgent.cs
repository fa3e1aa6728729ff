using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using SalesAgent.Bot;
using SalesAgent.Bot.Cli;
using SalesAgent.Bot.Sandbox;
using SalesAgent.Bot.Sandbox.Faults;
using SalesAgent.Bot.Sandbox.Gmail.Mailboxes;
using SalesAgent.Bot.Sandbox.HubSpot;
using SalesAgent.Bot.Sandbox.Samples;
using SalesAgent.Bot.Sandbox.Teams;
using SalesAgent.Core.Evidence;
using SalesAgent.Core.Records;
using SalesAgent.Core.Records.Reviews;
using SalesAgent.Core.Secrets;

namespace SalesAgent.Tests.Support;

/// <summary>The whole app on its own port, its store in a file of its own, the sandbox on the wire. Nothing inside is replaced.</summary>
internal sealed class RunningAgent : IAsyncDisposable
{
    /// <summary>Far beyond what anything here takes; only a hang gets there.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly DirectoryInfo folder;

    private readonly Func<Task<SalesAgentApp>> start;
    private readonly Dictionary<string, string?> configured;
    private readonly SandboxHost? beside;
    private readonly SandboxStandIn standIn;
    private readonly LogScan log;

    private RunningAgent(
        SalesAgentApp app,
        DirectoryInfo folder,
        Func<Task<SalesAgentApp>> start,
        Dictionary<string, string?> configured,
        SandboxHost? beside,
        SandboxStandIn standIn,
        LogScan log
    )
    {
        App = app;
        this.folder = folder;
        this.start = start;
        this.configured = configured;
        this.beside = beside;
        this.standIn = standIn;
        this.log = log;
    }

    /// <summary>Gives up on the outside after two seconds, so that a test of a slow one does not take minutes.</summary>
    public static IReadOnlyDictionary<string, string?> Impatient { get; } =
        new Dictionary<string, string?>
        {
            ["Connectors:AttemptTimeout"] = "00:00:02",
            ["Connectors:ReadTimeout"] = "00:00:02",
            ["Connectors:WriteTimeout"] = "00:00:02",
            ["Connectors:MaxAttempts"] = "1",
            ["Bot:ConnectorTimeoutSeconds"] = "2",
        };

    public SalesAgentApp App { get; private set; }

    /// <summary>What was logged.</summary>
    public LogScan Log => log;

    /// <summary>The file of its store, unless a storage account is configured.</summary>
    public string StorePath => Path.Combine(folder.FullName, "salesagent.db");

    public SandboxHost Sandbox => beside ?? standIn.Host;

    public SandboxFaults Faults => Sandbox.Faults;

    public Mailbox AlexMail => World.Gmail[World.Reps[0].Email];

    public SandboxWorld World => Sandbox.World;

    public SandboxTeamsUser Alex => Sandbox.Teams.As(World.Reps[0]);

    /// <summary>Another rep.</summary>
    public SandboxTeamsUser Lena => Sandbox.Teams.As(World.Reps[1]);

    /// <summary>A manager.</summary>
    public SandboxTeamsUser Mona => Sandbox.Teams.As(World.Reps[2]);

    /// <param name="settings">Beside those of a try-out; queue delays are short unless told otherwise.</param>
    /// <param name="installed">The app is in the team's leads channel (chosen by the first rep) and in everybody's chat.</param>
    /// <param name="sandboxOutlives">The sandbox runs beside the app, so that <see cref="RestartAsync"/> finds the world as it was.</param>
    /// <param name="time">The clock of both; null: the system's.</param>
    public static async Task<RunningAgent> StartAsync(
        IReadOnlyDictionary<string, string?>? settings = null,
        bool installed = true,
        Action<IServiceCollection>? services = null,
        bool sandboxOutlives = false,
        TimeProvider? time = null
    )
    {
        var folder = Directory.CreateTempSubdirectory("salesagent-test-");
        var all = new Dictionary<string, string?>
        {
            ["Sandbox:Enabled"] = "true",
            ["Storage:Path"] = Path.Combine(folder.FullName, "salesagent.db"),
            [WebHostDefaults.ServerUrlsKey] = "http://127.0.0.1:0",
            // Everything here comes from one address.
            ["RateLimit:Requests"] = "1000000",
            ["Work:Delays:0"] = "00:00:00.050",
            ["Work:Delays:1"] = "00:00:00.200",
        };
        var beside = sandboxOutlives ? await SandboxHost.StartAsync(new SandboxOptions(), time ?? TimeProvider.System) : null;
        if (beside is not null)
        {
            all["Sandbox:Enabled"] = "false";
            all[nameof(InstallationOptions.SecretKey)] = InstallationOptions.DevelopmentSecretKey;
            foreach (var (key, value) in beside.Configuration())
                all[key] = value;
        }

        foreach (var (key, value) in settings ?? new Dictionary<string, string?>())
            all[key] = value;

        var log = new LogScan();
        var standIn = new SandboxStandIn();

        async Task<SalesAgentApp> NewAppAsync()
        {
            var app = await SalesAgentApp.BuildAsync(
                new AppSetup
                {
                    Environment = Environments.Development,
                    Settings = all,
                    QuietBelow = Serilog.Events.LogEventLevel.Error,
                    LogSink = log,
                    StandIn = standIn,
                    Services = services,
                    Time = time ?? TimeProvider.System,
                }
            );
            return await app.StartAsync();
        }

        var agent = new RunningAgent(await NewAppAsync(), folder, NewAppAsync, all, beside, standIn, log);
        if (installed)
            await agent.Sandbox.Teams.InstallEverywhereAsync(agent.App.Messages);
        return agent;
    }

    /// <summary>Ends the app and starts it again on the same store. Only with a sandbox beside it.</summary>
    public async Task RestartAsync()
    {
        beside.ShouldNotBeNull();
        await App.DisposeAsync();
        App = await start();
    }

    /// <summary>The same with other settings.</summary>
    public Task RestartWithAsync(IReadOnlyDictionary<string, string?> settings)
    {
        foreach (var (key, value) in settings)
            configured[key] = value;
        return RestartAsync();
    }

    /// <summary>A second instance beside the first, on the same store. Only with a sandbox beside them; the caller ends it.</summary>
    public Task<SalesAgentApp> StartAnotherAsync()
    {
        beside.ShouldNotBeNull();
        return start();
    }

    /// <summary>Everything on disk of the store, as bytes that a disk tool would find: also what was deleted.</summary>
    public IEnumerable<(string File, byte[] Bytes)> StoredBytes()
    {
        foreach (var file in folder.EnumerateFiles("salesagent.db*"))
        {
            using var open = file.Open(FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var copy = new MemoryStream();
            open.CopyTo(copy);
            yield return (file.Name, copy.ToArray());
        }
    }

    /// <summary>
    /// Configuration under which another process works on the same store and the same sandbox. Only with a sandbox beside.
    /// </summary>
    public (string Name, string Value)[] Environment()
    {
        beside.ShouldNotBeNull();
        return
        [
            ("ASPNETCORE_ENVIRONMENT", "Development"),
            ("Sandbox__Enabled", "false"),
            ("SecretKey", InstallationOptions.DevelopmentSecretKey),
            ("Storage__Path", Path.Combine(folder.FullName, "salesagent.db")),
            .. beside
                .Configuration()
                .Where(pair => pair.Value is not null)
                .Select(pair => (pair.Key.Replace(":", "__", StringComparison.Ordinal), pair.Value!)),
        ];
    }

    public T Get<T>()
        where T : notnull => App.Services.GetRequiredService<T>();

    /// <summary>Sends a form by signed webhook and expects it to be accepted.</summary>
    /// <param name="instance">Another than the first.</param>
    public async Task<LeadId> SubmitAsync(JsonObject form, SalesAgentApp? instance = null)
    {
        var answer = await Sandbox.HubSpot.SendAsync((instance ?? App).Address, HubSpotRoute.FormSubmission, form.ToJsonString());
        answer.Status.ShouldBe(202, answer.Body);
        return LeadId.Parse(answer.Json!["leadIds"]![0]!.GetValue<string>());
    }

    /// <summary>The first sample form, or that of another person.</summary>
    public Task<LeadId> SubmitSampleAsync(int which = 0) =>
        SubmitAsync(SampleData.At(TimeProvider.System.GetUtcNow()).Submissions[which].Form());

    /// <summary>A lead whose run has ended, with its card.</summary>
    public async Task<(LeadState State, TeamsPost Card)> ShownAsync(LeadId lead)
    {
        var state = await UntilAsync(lead, found => found.Run.EndedAt is not null && found.Review is { Cards.Count: > 0 });
        return (state, CardOf(state));
    }

    /// <summary>The message that carries the lead's first card.</summary>
    public TeamsPost CardOf(LeadState state) =>
        World
            .Teams.Conversations.SelectMany(conversation => conversation.Posts)
            .Single(post => post.Id == state.Review!.Cards[0].ActivityId);

    public async Task<LeadState> UntilAsync(LeadId lead, Func<LeadState, bool> enough) =>
        await LeadWatch.WaitAsync(App.Services, lead, enough, Patience, CancellationToken.None)
        ?? throw new TimeoutException(
            $"Lead {lead} did not get there: {(await Get<LeadRecords>().FindAsync(lead, CancellationToken.None))?.Run}"
        );

    /// <summary>Waits for a decision with nothing under way: no step, and every card as it should be.</summary>
    public Task<LeadState> RestingAsync(LeadId lead) =>
        UntilAsync(
            lead,
            found =>
                found is { Run: { EndedAt: not null, Claim: null }, Review: { State: ReviewState.Proposed, Cards.Count: > 0 } review }
                && review.ShownRevision >= review.Revision
        );

    public Task<LeadState> DecidedAsync(LeadId lead) => UntilAsync(lead, found => found.Review?.CarriedOut.Finished == true);

    public async Task<LeadStory> StoryAsync(LeadId lead) =>
        await LeadStory.ReadAsync(Get<LeadRecords>(), lead, CancellationToken.None)
        ?? throw new InvalidOperationException($"No lead {lead}.");

    public async ValueTask DisposeAsync()
    {
        await App.DisposeAsync();
        if (beside is not null)
            await beside.DisposeAsync();
        folder.Delete(recursive: true);
        log.Events.ShouldBeGreaterThan(0, "the scan hears nothing");
        log.Found.ShouldBeEmpty("something personal was logged");
    }
}
