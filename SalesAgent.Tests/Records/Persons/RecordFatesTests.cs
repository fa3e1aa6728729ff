using CsCheck;
using SalesAgent.Core.People;
using SalesAgent.Core.Records.Persons;
using SalesAgent.Tests.Storage;

namespace SalesAgent.Tests.Records.Persons;

public sealed class RecordFatesTests : IAsyncDisposable
{
    private const int Records = 7;
    private static readonly DateTimeOffset Noon = new(2026, 12, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly SqliteUnderTest storage = new();
    private int trial;

    public ValueTask DisposeAsync() => storage.DisposeAsync();

    /// <summary>
    /// Each record is merged into a later one, or not at all, and most are deleted and restored on the way: told in any order, and some of it
    /// several times, it comes to the same.
    /// </summary>
    [Fact]
    public async Task The_order_and_the_number_of_deliveries_make_no_difference()
    {
        var happened = Gen.Select(Gen.Int[0, Records], Gen.Int[0, 3], Gen.Bool);
        await Gen.Select(happened.Array[Records], Gen.Shuffle(Enumerable.Range(0, 4 * Records * 2).ToArray()))
            .SampleAsync(
                async sample =>
                {
                    var (told, order) = sample;
                    var fates = new RecordFates(storage.Records);
                    var name = $"trial{Interlocked.Increment(ref trial)}.";
                    foreach (var index in order)
                        await TellAsync(fates, name, told, index % (4 * Records));

                    for (var record = 0; record < Records; record++)
                    {
                        var end = EndOf(told, record);
                        var (deletions, isRestored) = (told[end].Item2, told[end].Item3);
                        var fate = await fates.OfAsync(Key(name, record), CancellationToken.None);
                        fate.Key.ShouldBe(Key(name, end));
                        fate.MovedTo.ShouldBe(end == record ? null : end);
                        fate.DeletedAt.ShouldBe(deletions == 0 || isRestored ? null : At(end, deletions));

                        var kin = await fates.KinOfAsync([Key(name, record)], null, CancellationToken.None);
                        kin.ShouldBe(
                            Enumerable.Range(0, Records).Where(other => EndOf(told, other) == end).Select(other => Key(name, other)),
                            ignoreOrder: true
                        );
                    }
                },
                iter: 40,
                threads: 1
            );
    }

    [Fact]
    public async Task Merges_that_go_round_in_a_circle_end_all_the_same()
    {
        var fates = new RecordFates(storage.Records);
        foreach (var (gone, into) in ((int, int)[])[(1, 2), (2, 3), (3, 1)])
            await fates.MergedAsync(Key("", gone), Key("", into), into, Noon, CancellationToken.None);

        var fate = await fates.OfAsync(Key("", 1), CancellationToken.None);

        fate.MovedTo.ShouldBe(3);
        (await fates.KinOfAsync([Key("", 2)], null, CancellationToken.None)).Count.ShouldBe(3);
    }

    [Fact]
    public async Task Of_somebody_who_was_forgotten_only_hashes_are_left()
    {
        var fates = new RecordFates(storage.Records);
        await fates.MergedAsync(Key("", 1), Key("", 2), 31_415_926, Noon, CancellationToken.None);

        await fates.ForgetAsync(Key("", 1), CancellationToken.None);
        await fates.MergedAsync(Key("", 1), Key("", 2), 31_415_926, Noon, CancellationToken.None);

        (await fates.OfAsync(Key("", 1), CancellationToken.None)).ShouldBe(new RecordFate(Key("", 2), null, null));
        (await storage.Records.ListAsync($"fate:{Key("", 1)}", "", CancellationToken.None)).ShouldAllBe(row =>
            !row.Body.Contains("31415926", StringComparison.Ordinal)
        );
    }

    private static async Task TellAsync(RecordFates fates, string name, (int, int, bool)[] told, int which)
    {
        var record = which % Records;
        var (into, deletions, isRestored) = told[record];
        switch (which / Records)
        {
            case 0 when into > record && into < Records:
                await fates.MergedAsync(Key(name, record), Key(name, into), into, At(record, 9), CancellationToken.None);
                break;
            case 1 when deletions > 0:
                await fates.DeletedAsync(Key(name, record), At(record, deletions), CancellationToken.None);
                break;
            case 2 when deletions > 1:
                await fates.DeletedAsync(Key(name, record), At(record, deletions - 1), CancellationToken.None);
                break;
            case 3 when isRestored:
                await fates.RestoredAsync(Key(name, record), At(record, deletions + 1), CancellationToken.None);
                break;
            default:
                break;
        }
    }

    private static int EndOf((int, int, bool)[] told, int record)
    {
        while (told[record].Item1 is var into && into > record && into < Records)
            record = into;
        return record;
    }

    private static DateTimeOffset At(int record, int minute) => Noon.AddMinutes(minute).AddHours(record);

    private static PersonKey Key(string name, int record) => new($"{name}{record}");
}
