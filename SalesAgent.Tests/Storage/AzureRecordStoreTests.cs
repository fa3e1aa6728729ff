using SalesAgent.Core.Storage.AzureStorage;
using SalesAgent.Tests.Contracts;
using SalesAgent.Tests.Support;

namespace SalesAgent.Tests.Storage;

public sealed class AzureRecordStoreTests(Azurite azurite) : RecordStoreContract(new AzureUnderTest(azurite))
{
    [Fact]
    public void Partitions_of_one_time_lie_all_over_the_table_and_each_always_in_the_same_place()
    {
        var partitions = Enumerable.Range(0, 1000).Select(number => $"lead:01k2345{number:D13}").ToArray();

        partitions.Select(RecordRow.PartitionKeyOf).Select(key => key[..2]).Distinct().Count().ShouldBeGreaterThan(200);
        partitions.ShouldAllBe(partition =>
            RecordRow.PartitionKeyOf(partition) == RecordRow.PartitionKeyOf(partition)
            && RecordRow.PartitionKeyOf(partition).EndsWith("." + partition, StringComparison.Ordinal)
        );
    }
}
