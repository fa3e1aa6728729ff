using SalesAgent.Core.People;
using SalesAgent.Core.Records;
using SalesAgent.Core.Storage;
using Serilog.Events;

namespace SalesAgent.Bot.Cli.Bench.Stage;

/// <summary>A storage file, opened by the bot's own code without a bot that works on it.</summary>
internal sealed class BenchStore : IAsyncDisposable
{
    // Nothing here talks to a vendor.
    private static readonly Uri Nowhere = new("http://127.0.0.1:1/");

    private readonly SalesAgentApp app;

    private BenchStore(SalesAgentApp app) => this.app = app;

    public IRecordStore Records => app.Services.GetRequiredService<IRecordStore>();

    public PersonKeys Persons => app.Services.GetRequiredService<PersonKeys>();

    public static async Task<BenchStore> OpenAsync(string store, CancellationToken cancellationToken) => new(await SalesAgentApp.BuildAsync(
        new AppSetup
        {
            Environment = Environments.Development,
            Settings = BenchStage.Settings(Nowhere, store),
            LogsToStandardError = true,
            QuietBelow = LogEventLevel.Error,
        },
        cancellationToken));

    /// <summary>The lead as stored; null when it is not there.</summary>
    public Task<LeadState?> FindAsync(LeadId lead, CancellationToken cancellationToken) =>
        app.Services.GetRequiredService<LeadRecords>().FindAsync(lead, cancellationToken);

    /// <summary>The lead once it has come far enough, or as far as it came; null when it is not there.</summary>
    public async Task<LeadState?> WaitAsync(LeadId lead, Func<LeadState, bool> enough, CancellationToken cancellationToken) =>
        await LeadWatch.WaitAsync(app.Services, lead, enough, BenchCommand.Patience, cancellationToken) ?? await FindAsync(lead, cancellationToken);

    public ValueTask DisposeAsync() => app.DisposeAsync();
}
