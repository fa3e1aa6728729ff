using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;
using SalesAgent.Bot.Bench.Stage;
using SalesAgent.Core.Records;
using SalesAgent.Tests.Support;

namespace SalesAgent.Tests.Journeys.Storms;

/// <summary>
/// Far more than can be worked on comes in at once: all of it is taken, and what waits lies on the disk and not in memory.
/// </summary>
public sealed class FiveThousandEventsTests
{
    private const int Events = 5_000;
    private const int Lines = 16;

    /// <summary>
    /// Two to three times what it took where this was written: a garbage collector leaves more lying about where there is more room.
    /// </summary>
    private const double MostMegabytes = 500;

    [Fact]
    public async Task Five_thousand_events_as_fast_as_they_come_are_one_lead_each_and_memory_stays_bounded()
    {
        var folder = Directory.CreateTempSubdirectory("salesagent-storm-");
        try
        {
            await using (var bot = await ServingBot.StartAsync(folder.FullName))
            {
                // Every tenth once more, as when its answer came too late.
                var numbers = new ConcurrentQueue<int>(
                    Enumerable.Range(0, Events).SelectMany(number => number % 10 == 0 ? (int[])[number, number] : [number])
                );
                var answers = (await Task.WhenAll(Enumerable.Range(0, Lines).Select(_ => Task.Run(() => SendAsync(bot, numbers)))))
                    .SelectMany(line => line)
                    .ToArray();

                answers.Length.ShouldBe(Events + (Events / 10));
                answers.Select(answer => answer.Lead).Distinct().Count().ShouldBe(Events);
                answers.GroupBy(answer => answer.Number).ShouldAllBe(same => same.Select(answer => answer.Lead).Distinct().Count() == 1);
                bot.PeakMegabytes.ShouldBeLessThan(MostMegabytes);
            }

            // Killed in the middle of its work: what was accepted is there, each once, with what is to be done about it.
            using var store = new SqliteConnection($"Data Source={Path.Combine(folder.FullName, "salesagent.db")};Pooling=False");
            store.Open();
            Count(store, "SELECT count(*) FROM record WHERE key = 'state.lead'").ShouldBe(Events);
            Count(store, "SELECT count(*) FROM record WHERE partition LIKE 'person:%' AND key LIKE 'lead.%'").ShouldBe(Events);
            Count(store, "SELECT count(*) FROM record WHERE partition LIKE 'open:%'").ShouldBe(Events);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task<List<(int Number, LeadId Lead)>> SendAsync(ServingBot bot, ConcurrentQueue<int> numbers)
    {
        var answers = new List<(int, LeadId)>();
        using var line = await WebhookLine.OpenAsync(bot.Address, CancellationToken.None);
        while (numbers.TryDequeue(out var number))
        {
            var reply = await line.PostAsync(WebhookStorm.FormOf(number).Form().ToJsonString(), CancellationToken.None);
            answers.Add((number, WebhookStorm.LeadsIn(reply).ShouldHaveSingleItem()));
        }

        return answers;
    }

    private static long Count(SqliteConnection store, string query)
    {
        using var command = store.CreateCommand();
#pragma warning disable CA2100 // Our own constants.
        command.CommandText = query;
#pragma warning restore CA2100
        return (long)command.ExecuteScalar()!;
    }
}
