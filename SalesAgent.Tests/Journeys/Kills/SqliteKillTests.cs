using SalesAgent.Tests.Published;

namespace SalesAgent.Tests.Journeys.Kills;

public sealed class SqliteKillTests(PublishedBuilds builds) : KillContract(builds)
{
    protected override Task<IReadOnlyDictionary<string, string?>?> NewStorageAsync() =>
        Task.FromResult<IReadOnlyDictionary<string, string?>?>(null);
}
