using SalesAgent.Core.Storage;

namespace SalesAgent.Tests.Storage;

public sealed class SqlitePurgeTests
{
    private const string Mark = "MARKED";

    /// <summary>Records of every size move from page to page as others come and go: each leaves its old place.</summary>
    [Fact]
    public async Task What_was_deleted_is_nowhere_in_the_file_however_often_it_was_moved()
    {
        await using var storage = new SqliteUnderTest();
        var cancellation = TestContext.Current.CancellationToken;
#pragma warning disable CA5394 // Only to have many sizes.
        var random = new Random(7);
        for (var round = 0; round < 3; round++)
        {
            foreach (var number in Enumerable.Range(0, 400).OrderBy(_ => random.Next()))
            {
                var body = new string('x', random.Next(10, 9000));
                await storage.Records.CommitAsync(
                    $"p{number:D3}",
                    [new RecordOperation.Put("r", number % 5 == 0 ? $"{Mark}{body}{Mark}" : body)],
                    cancellation
                );
            }
        }
#pragma warning restore CA5394

        Found(storage).ShouldBeTrue();
        foreach (var number in Enumerable.Range(0, 400).Where(number => number % 5 == 0))
        {
            var row = (await storage.Records.FindAsync($"p{number:D3}", "r", cancellation))!;
            await storage.Records.CommitAsync($"p{number:D3}", [new RecordOperation.Delete("r", row.Version)], cancellation);
        }

        await storage.Records.PurgeAsync(cancellation);

        Found(storage).ShouldBeFalse();
    }

    [Fact]
    public async Task While_somebody_reads_the_log_it_is_not_said_to_be_purged()
    {
        await using var storage = new SqliteUnderTest();
        await storage.Records.CommitAsync("p", [new RecordOperation.Put("r", Mark)], TestContext.Current.CancellationToken);
        await using (var reader = storage.Connect())
        {
            using var begin = reader.CreateCommand();
            begin.CommandText = "BEGIN; SELECT count(*) FROM record";
            begin.ExecuteScalar();
            await storage.Records.CommitAsync("p", [new RecordOperation.Put("r", "other")], TestContext.Current.CancellationToken);

            await Should.ThrowAsync<StorageUnavailableException>(() => storage.Records.PurgeAsync(TestContext.Current.CancellationToken));
        }

        await storage.Records.PurgeAsync(TestContext.Current.CancellationToken);
        Found(storage).ShouldBeFalse();
    }

    private static bool Found(SqliteUnderTest storage) =>
        Directory
            .EnumerateFiles(Path.GetDirectoryName(storage.Path)!)
            .Any(file =>
            {
                using var open = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
                using var copy = new MemoryStream();
                open.CopyTo(copy);
                return copy.ToArray().AsSpan().IndexOf("MARKED"u8) >= 0;
            });
}
