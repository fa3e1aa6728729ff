using SalesAgent.Bot.Bench.Stage;
using SalesAgent.Core.Records;

namespace SalesAgent.Bot.Bench;

/// <summary>
/// How many signed webhooks a second are answered 202. The bot takes the leads up as ever; vendors that answer late keep that from taking
/// the machine. Afterwards the process is killed, and every lead it accepted has to be in its file.
/// </summary>
internal sealed class IntakeBench : IBench
{
    public string Rate => "accepted/s";

    public string Time => "webhook → 202";

    public async Task<BenchColumn> MeasureAsync(BenchStage stage, BenchOptions options, CancellationToken cancellationToken)
    {
        var webhooks = BenchPeople.Introduce(stage.Sandbox.World, 1, options.WarmUp + options.Count);
        await using var senders = await Senders.OpenAsync(stage, options.Concurrency, cancellationToken);
        var before = await senders.SendAsync(webhooks[..options.WarmUp], cancellationToken, () => stage.IsHalfOver);
        stage.WarmedUpWith = before.Count;

        var start = stage.Mark();
        var began = TimeProvider.System.GetTimestamp();
        var sent = await senders.SendAsync(webhooks[options.WarmUp..], cancellationToken);
        var took = TimeProvider.System.GetElapsedTime(began);
        var end = stage.Mark();
        var bot = stage.BotLoad(start, end);

        await stage.Bot.DisposeAsync();
        var lost = await MissingAsync(stage, [.. before.Concat(sent).Select(one => one.Lead).OfType<LeadId>()], cancellationToken);
        var accepted = sent.Count(one => one.Lead is not null);
        return new BenchColumn
        {
            Sent = sent.Count,
            Done = accepted,
            Lost = lost,
            Incomplete = sent.Count - accepted,
            RanOutOfTime = sent.Count < options.Count,
            Seconds = Math.Round(took.TotalSeconds, 3),
            Milliseconds = BenchTimes.Of(sent.Where(one => one.Lead is not null).Select(one => one.ToAnswer)),
            Bot = bot,
            Sender = BenchStage.SenderLoad(start, end),
            OutsideCalls = end.Calls - start.Calls,
        };
    }

    private static async Task<int> MissingAsync(BenchStage stage, LeadId[] accepted, CancellationToken cancellationToken)
    {
        await using var store = await stage.OpenStoreAsync(cancellationToken);

        // Two that got one id were not two leads.
        var missing = accepted.Length - accepted.Distinct().Count();
        foreach (var lead in accepted)
        {
            if (await store.FindAsync(lead, cancellationToken) is null)
                missing++;
        }

        return missing;
    }
}
