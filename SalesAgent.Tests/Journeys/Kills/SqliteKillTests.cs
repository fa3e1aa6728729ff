namespace SalesAgent.Tests.Journeys.Kills;

public sealed class SqliteKillTests : KillContract
{
    protected override Task<IReadOnlyDictionary<string, string?>?> NewStorageAsync() => Task.FromResult<IReadOnlyDictionary<string, string?>?>(null);
}
