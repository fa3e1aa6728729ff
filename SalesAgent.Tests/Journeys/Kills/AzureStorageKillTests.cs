using SalesAgent.Tests.Published;
using SalesAgent.Tests.Support;

namespace SalesAgent.Tests.Journeys.Kills;

public sealed class AzureStorageKillTests(Azurite azurite, PublishedBuilds builds) : KillContract(builds)
{
    protected override async Task<IReadOnlyDictionary<string, string?>?> NewStorageAsync() => (await azurite.NewAccountAsync()).Settings;
}
