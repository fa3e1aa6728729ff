extern alias sandbox;

using System.Globalization;
using SalesAgent.Core.Storage;
using sandbox::SalesAgent.Bot.Sandbox;
using Serilog.Events;

namespace SalesAgent.Bot.Cli;

/// <summary>An instance for trying out: Development, sandbox on, its own port and a store that is thrown away afterwards.</summary>
internal sealed class TryOut : IAsyncDisposable
{
    private readonly DirectoryInfo folder;

    private TryOut(SalesAgentApp app, SandboxHost sandbox, DirectoryInfo folder)
    {
        App = app;
        Sandbox = sandbox;
        this.folder = folder;
    }

    public SalesAgentApp App { get; }

    public SandboxHost Sandbox { get; }

    /// <summary>Goes with this instance.</summary>
    public string Folder => folder.FullName;

    /// <param name="latency">Added to every answer of the sandbox, milliseconds.</param>
    /// <param name="anonymous">Activities without a token are let in: Agents Playground sends none.</param>
    public static async Task<TryOut> StartAsync(int latency, bool anonymous, CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("salesagent-");
        var settings = new Dictionary<string, string?>
        {
            ["Sandbox:Enabled"] = "true",
            ["Sandbox:LatencyMilliseconds"] = latency.ToString(CultureInfo.InvariantCulture),

            // Also where the environment names a storage account, which is for real leads.
            ["Storage:Backend"] = nameof(StorageBackend.Sqlite),
            ["Storage:Path"] = Path.Combine(folder.FullName, "salesagent.db"),
            ["Bot:AllowAnonymous"] = anonymous ? "true" : "false",
            [WebHostDefaults.ServerUrlsKey] = "http://127.0.0.1:0",
        };
        var standIn = new SandboxStandIn();
        var app = await SalesAgentApp.BuildAsync(
            new AppSetup
            {
                Environment = Environments.Development,
                Settings = settings,
                LogsToStandardError = true,
                QuietBelow = LogEventLevel.Warning,
                StandIn = standIn,
            },
            cancellationToken
        );
        await app.StartAsync(cancellationToken);
        return new TryOut(app, standIn.Host, folder);
    }

    public async ValueTask DisposeAsync()
    {
        await App.DisposeAsync();
        try
        {
            folder.Delete(recursive: true);
        }
        catch (IOException)
        {
            // A file that is still held is the system's to clean up: the folder lies among the temporary ones.
        }
    }
}
