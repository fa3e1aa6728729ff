using SalesAgent.Core.Storage;
using static SalesAgent.Core.Storage.RecordOperation;

namespace SalesAgent.Tests.Contracts;

/// <summary>What every back end promises as <see cref="IRecordStore"/>; one subclass for each.</summary>
public abstract class RecordStoreContract(StorageUnderTest storage) : StorageContract(storage)
{
    private readonly CancellationToken cancellation = TestContext.Current.CancellationToken;

    private IRecordStore Store => Storage.Records;

    [Fact]
    public async Task An_added_record_is_found_with_the_version_the_commit_told()
    {
        var version = (await CommittedAsync(new Add("lead", """{"name":"Zoë 😀"}"""))).ShouldHaveSingleItem();

        (await FindAsync("lead")).ShouldBe(new StoredRecord("lead", """{"name":"Zoë 😀"}""", version!));
    }

    [Fact]
    public async Task What_is_not_there_is_null()
    {
        await CommittedAsync(new Add("lead", "{}"));

        (await FindAsync("lead2")).ShouldBeNull();
        (await Store.FindAsync("elsewhere", "lead", cancellation)).ShouldBeNull();
        (await Store.ListAsync("elsewhere", "", cancellation)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Adding_what_exists_is_a_conflict_that_names_the_key()
    {
        await CommittedAsync(new Add("lead", "1"));

        (await CommitAsync(new Add("lead", "2"))).ShouldBe(new CommitResult.Conflict("lead"));
        (await FindAsync("lead"))!.Body.ShouldBe("1");
    }

    [Fact]
    public async Task Replacing_changes_body_and_version()
    {
        var first = await CommittedAsync(new Add("lead", "1"));
        var second = await CommittedAsync(new Replace("lead", "2", first[0]!));

        second[0].ShouldNotBe(first[0]);
        (await FindAsync("lead")).ShouldBe(new StoredRecord("lead", "2", second[0]!));
    }

    [Fact]
    public async Task A_version_that_has_passed_neither_replaces_nor_deletes()
    {
        var first = await CommittedAsync(new Add("lead", "1"));
        await CommittedAsync(new Replace("lead", "2", first[0]!));

        (await CommitAsync(new Replace("lead", "3", first[0]!))).ShouldBe(new CommitResult.Conflict("lead"));
        (await CommitAsync(new Delete("lead", first[0]!))).ShouldBe(new CommitResult.Conflict("lead"));
        (await FindAsync("lead"))!.Body.ShouldBe("2");
    }

    [Fact]
    public async Task What_is_not_there_can_neither_be_replaced_nor_deleted()
    {
        var version = (await CommittedAsync(new Add("other", "1")))[0]!;

        (await CommitAsync(new Replace("lead", "1", version))).ShouldBe(new CommitResult.Conflict("lead"));
        (await CommitAsync(new Delete("lead", version))).ShouldBe(new CommitResult.Conflict("lead"));
    }

    [Fact]
    public async Task A_deleted_record_is_gone_and_its_version_never_comes_back()
    {
        var first = await CommittedAsync(new Add("lead", "1"));
        (await CommittedAsync(new Delete("lead", first[0]!))).ShouldBe([null]);
        (await FindAsync("lead")).ShouldBeNull();

        await CommittedAsync(new Add("lead", "1"));

        (await CommitAsync(new Replace("lead", "2", first[0]!))).ShouldBe(new CommitResult.Conflict("lead"));
    }

    [Fact]
    public async Task Put_writes_whatever_was_there()
    {
        var first = await CommittedAsync(new Put("lead", "1"));
        var second = await CommittedAsync(new Put("lead", "2"));

        second[0].ShouldNotBe(first[0]);
        (await FindAsync("lead")).ShouldBe(new StoredRecord("lead", "2", second[0]!));
    }

    [Fact]
    public async Task A_commit_is_all_of_its_operations()
    {
        var before = await CommittedAsync(new Add("a", "1"), new Add("b", "1"));

        var versions = await CommittedAsync(
            new Replace("a", "2", before[0]!),
            new Delete("b", before[1]!),
            new Add("c", "1"),
            new Put("d", "1")
        );

        versions.Count.ShouldBe(4);
        versions[1].ShouldBeNull();
        (await Store.ListAsync("p", "", cancellation)).ShouldBe([
            new("a", "2", versions[0]!),
            new("c", "1", versions[2]!),
            new("d", "1", versions[3]!),
        ]);
    }

    [Fact]
    public async Task Or_none_of_them_wherever_the_conflict_is()
    {
        var before = await CommittedAsync(new Add("a", "1"), new Add("b", "1"));

        (
            await CommitAsync(
                new Put("c", "2"),
                new Replace("a", "2", before[0]!),
                new Delete("b", before[1]!),
                new Add("a.x", "2"),
                new Replace("gone", "2", "1")
            )
        ).ShouldBe(new CommitResult.Conflict("gone"));

        (await Store.ListAsync("p", "", cancellation)).ShouldBe([new("a", "1", before[0]!), new("b", "1", before[1]!)]);
    }

    [Fact]
    public async Task An_addition_in_the_way_leaves_nothing_of_what_was_added_before_it()
    {
        var before = await CommittedAsync(new Add("a", "1"), new Add("taken", "1"));

        (
            await CommitAsync(
                new Add("b", "2"),
                new Put("c", "2"),
                new Replace("a", "2", before[0]!),
                new Add("d", "2"),
                new Add("taken", "2")
            )
        ).ShouldBe(new CommitResult.Conflict("taken"));

        (await Store.ListAsync("p", "", cancellation)).ShouldBe([new("a", "1", before[0]!), new("taken", "1", before[1]!)]);
        (await CommittedAsync(new Add("b", "3")))[0].ShouldNotBeOneOf(before[0], before[1]);
    }

    [Fact]
    public async Task A_list_is_in_ordinal_order_and_stays_within_its_prefix()
    {
        string[] keys = ["audit.10", "audit.2", "Audit.1", "audit", "audit.~", "audiu", "audit-1", "audit.a", "audit.A", "audit.:"];
        await CommittedAsync([.. keys.Select(key => new Add(key, "{}"))]);

        (await KeysAsync("audit.")).ShouldBe(["audit.10", "audit.2", "audit.:", "audit.A", "audit.a", "audit.~"]);
        (await KeysAsync("")).ShouldBe(keys.Order(StringComparer.Ordinal));
        (await KeysAsync("x")).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_list_ends_at_its_limit()
    {
        await CommittedAsync([.. Enumerable.Range(100, 50).Select(number => new Add($"k{number}", "{}"))]);

        (await Store.ListAsync("p", "k", cancellation, 3)).Select(record => record.Key).ShouldBe(["k100", "k101", "k102"]);
        (await Store.ListAsync("p", "k", cancellation)).Count.ShouldBe(50);
    }

    [Fact]
    public async Task A_list_goes_on_after_the_last_key_of_a_page()
    {
        await CommittedAsync([
            .. Enumerable.Range(100, 50).Select(number => new Add($"k{number}", "{}")),
            new Add("k", "{}"),
            new Add("k120-", "{}"),
            new Add("l", "{}"),
        ]);

        (await Store.ListAsync("p", "k", cancellation, 2, "k119")).Select(record => record.Key).ShouldBe(["k120", "k120-"]);
        (await Store.ListAsync("p", "k", cancellation, after: "k147")).Select(record => record.Key).ShouldBe(["k148", "k149"]);
        (await Store.ListAsync("p", "k1", cancellation, 1, "a")).Select(record => record.Key).ShouldBe(["k100"]);
        (await Store.ListAsync("p", "k", cancellation, after: "kz")).ShouldBeEmpty();
        (await Store.ListAsync("p", "k", cancellation, after: "l")).ShouldBeEmpty();
    }

    [Fact]
    public async Task Of_fifty_that_add_one_key_at_once_one_wins()
    {
        var results = await Task.WhenAll(Enumerable.Range(0, 50).Select(number => CommitAsync(new Add("decision", $"{number}"))));

        var winner = results.Index().Where(result => result.Item is CommitResult.Committed).ShouldHaveSingleItem();
        (await FindAsync("decision"))!.Body.ShouldBe($"{winner.Index}");
    }

    [Fact]
    public async Task Of_fifty_that_replace_one_version_at_once_one_wins()
    {
        var version = (await CommittedAsync(new Add("decision", "none")))[0]!;

        var results = await Task.WhenAll(
            Enumerable.Range(0, 50).Select(number => CommitAsync(new Replace("decision", $"{number}", version)))
        );

        var winner = results.Index().Where(result => result.Item is CommitResult.Committed).ShouldHaveSingleItem();
        (await FindAsync("decision"))!.Body.ShouldBe($"{winner.Index}");
    }

    [Fact]
    public async Task A_hundred_operations_are_one_commit_and_a_hundred_and_one_are_refused()
    {
        Put[] operations = [.. Enumerable.Range(0, 101).Select(number => new Put($"k{number}", "{}"))];

        (await CommittedAsync(operations[..100])).Count.ShouldBe(100);
        await ShouldBeRefusedAsync("p", operations);
        await ShouldBeRefusedAsync("p");
    }

    [Fact]
    public async Task Two_operations_on_one_key_are_refused()
    {
        await ShouldBeRefusedAsync("p", new Put("a", "1"), new Put("b", "1"), new Put("a", "2"));

        (await FindAsync("a")).ShouldBeNull();
    }

    [Theory]
    [InlineData("")]
    [InlineData("a b")]
    [InlineData("a/b")]
    [InlineData("jane@acme")]
    [InlineData("é")]
    public async Task A_key_outside_the_alphabet_is_refused_everywhere(string key)
    {
        await ShouldBeRefusedAsync("p", new Put(key, "{}"));
        await ShouldBeRefusedAsync(key, new Put("a", "{}"));
        await Should.ThrowAsync<ArgumentException>(() => Store.FindAsync("p", key, cancellation));
        await Should.ThrowAsync<ArgumentException>(() => Store.FindAsync(key, "a", cancellation));
        await Should.ThrowAsync<ArgumentException>(() => Store.ListAsync(key, "", cancellation));
        if (key.Length > 0)
            await Should.ThrowAsync<ArgumentException>(() => Store.ListAsync("p", key, cancellation));
    }

    [Fact]
    public async Task A_key_has_up_to_two_hundred_characters()
    {
        var longest = new string('k', 193) + "._:~-Z9";

        await CommittedAsync(new Put(longest, "{}"));
        (await FindAsync(longest)).ShouldNotBeNull();
        await ShouldBeRefusedAsync("p", new Put(longest + "k", "{}"));
    }

    [Theory]
    [InlineData("\"", 750_000)]
    [InlineData("é", 375_000)]
    [InlineData("😀", 187_500)]
    public async Task A_body_has_up_to_750_000_bytes(string character, int times)
    {
        var largest = string.Concat(Enumerable.Repeat(character, times));

        var version = (await CommittedAsync(new Put("a", largest)))[0]!;
        (await FindAsync("a")).ShouldBe(new StoredRecord("a", largest, version));
        (await Store.ListAsync("p", "", cancellation)).ShouldBe([new("a", largest, version)]);
        await ShouldBeRefusedAsync("p", new Put("a", largest + "."));
    }

    [Fact]
    public async Task A_commit_has_up_to_two_and_a_half_million_bytes()
    {
        Put[] operations =
        [
            .. Enumerable.Range(10, 99).Select(number => new Put($"k{number}", new string('"', 25_000))),
            new Put("last", new string('"', 25_000)),
        ];

        await CommittedAsync(operations);
        (await Store.ListAsync("p", "", cancellation))
            .Select(record => record.Body)
            .ShouldBe(operations.Select(operation => operation.Body));
        await ShouldBeRefusedAsync("p", [.. operations[..99], new Put("last", new string('"', 25_001))]);
    }

    [Fact]
    public async Task A_list_may_be_longer_than_one_answer_of_the_back_end()
    {
        for (var commit = 10; commit < 21; commit++)
            await CommittedAsync([.. Enumerable.Range(10, 100).Select(number => new Put($"{commit}.{number:D3}", ""))]);

        var keys = (await Store.ListAsync("p", "", cancellation)).Select(record => record.Key).ToArray();
        keys.Length.ShouldBe(1100);
        keys.ShouldBe(keys.Order(StringComparer.Ordinal));
        (await Store.ListAsync("p", "", cancellation, 1050)).Count.ShouldBe(1050);
    }

    [Theory]
    [InlineData(32_768)]
    [InlineData(32_769)]
    [InlineData(65_536)]
    [InlineData(65_537)]
    public async Task A_body_is_whole_whatever_its_size_and_leaves_nothing_of_one_it_replaces(int size)
    {
        var body = string.Concat(Enumerable.Range(0, (size / 6) + 1).Select(number => $"{number:D6}"))[..size];
        var first = await CommittedAsync(new Add("replaced", body), new Put("put", body));

        (await Store.ListAsync("p", "", cancellation)).ShouldAllBe(record => record.Body == body);

        await CommittedAsync(new Replace("replaced", "1", first[0]!), new Put("put", "2"));
        (await Store.ListAsync("p", "", cancellation)).Select(record => record.Body).ShouldBe(["2", "1"]);
    }

    [Fact]
    public async Task Text_comes_back_as_it_was()
    {
        const string body = "\"quoted\" <tag> & 'single' \\ back \t tab \r\n line \u0001 \u2028 Ünïcödé 漢字 😀";
        await CommittedAsync(new Add("text", body));

        (await FindAsync("text"))!.Body.ShouldBe(body);
    }

    [Fact]
    public async Task A_commit_that_was_cancelled_before_it_began_writes_nothing()
    {
        await Should.ThrowAsync<OperationCanceledException>(() =>
            Store.CommitAsync("p", [new Put("a", "1")], new CancellationToken(canceled: true))
        );

        (await FindAsync("a")).ShouldBeNull();
    }

    private Task<StoredRecord?> FindAsync(string key) => Store.FindAsync("p", key, cancellation);

    private async Task<IEnumerable<string>> KeysAsync(string prefix) =>
        (await Store.ListAsync("p", prefix, cancellation)).Select(record => record.Key);

    private Task<CommitResult> CommitAsync(params RecordOperation[] operations) => Store.CommitAsync("p", operations, cancellation);

    private async Task<IReadOnlyList<string?>> CommittedAsync(params RecordOperation[] operations) =>
        (await CommitAsync(operations)).ShouldBeOfType<CommitResult.Committed>().Versions;

    private async Task ShouldBeRefusedAsync(string partition, params RecordOperation[] operations) =>
        await Should.ThrowAsync<ArgumentException>(() => Store.CommitAsync(partition, operations, cancellation));
}
