extern alias bench;

using bench::SalesAgent.Bot.Bench.Stage;
using SalesAgent.Bot.Operations.Settings;
using Serilog.Events;

namespace SalesAgent.Bot.Cli.Bench;

/// <summary>This bot, as the bench measures it.</summary>
internal sealed class BenchSubject : IBenchSubject
{
    public string Assembly => $"{typeof(BenchSubject).Assembly.GetName().Name}.dll";

    public IReadOnlyCollection<string> Sections { get; } = [.. SettingsList.All.Select(setting => setting.Key.Split(':')[0]).Distinct()];

    public async Task<IBenchStore> OpenStoreAsync(IReadOnlyDictionary<string, string?> settings, CancellationToken cancellationToken)
    {
        var setup = new AppSetup
        {
            Environment = Environments.Development,
            Settings = settings,
            LogsToStandardError = true,
            QuietBelow = LogEventLevel.Error,
        };
        return new BenchStore(await SalesAgentApp.BuildAsync(setup, cancellationToken));
    }
}
