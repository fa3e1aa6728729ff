extern alias bench;
using bench::SalesAgent.Bot.Bench.Stage;

using SalesAgent.Core.People;
using SalesAgent.Core.Records;
using SalesAgent.Core.Storage;

namespace SalesAgent.Bot.Cli.Bench;

/// <summary>A storage, opened by the bot's own code without a bot that works on it.</summary>
internal sealed class BenchStore(SalesAgentApp app) : IBenchStore
{
    public IRecordStore Records => app.Services.GetRequiredService<IRecordStore>();

    public PersonKeys Persons => app.Services.GetRequiredService<PersonKeys>();

    public Task<LeadState?> FindAsync(LeadId lead, CancellationToken cancellationToken) =>
        app.Services.GetRequiredService<LeadRecords>().FindAsync(lead, cancellationToken);

    public async Task<LeadState?> WaitAsync(LeadId lead, Func<LeadState, bool> enough, CancellationToken cancellationToken) =>
        await LeadWatch.WaitAsync(app.Services, lead, enough, BenchStage.Patience, cancellationToken)
        ?? await FindAsync(lead, cancellationToken);

    public ValueTask DisposeAsync() => app.DisposeAsync();
}
