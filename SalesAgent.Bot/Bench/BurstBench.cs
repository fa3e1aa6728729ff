using SalesAgent.Bot.Bench.Stage;
using SalesAgent.Core.Records;

namespace SalesAgent.Bot.Bench;

/// <summary>
/// What a bot does with many leads at once: all webhooks are sent without waiting for a card, and once they are accepted a rep types
/// <c>prospect</c> behind them. Afterwards everything is looked for as <see cref="LeadsBench"/> does.
/// </summary>
internal sealed class BurstBench : IBench
{
    /// <summary>More open connections would mostly measure how fast they are opened.</summary>
    private const int MostConnections = 500;

    public string Rate => "leads/s";

    public string Time => "webhook → card";

    public async Task<BenchColumn> MeasureAsync(BenchStage stage, BenchOptions options, CancellationToken cancellationToken)
    {
        var size = options.Burst!.Value;
        var webhooks = BenchPeople.Introduce(stage.Sandbox.World, 1, options.WarmUp + size);
        var before = await LeadsBench.WarmUpAsync(stage, options, webhooks, cancellationToken);
        var asked = BenchPeople.EmailOfNext(stage.Sandbox.World, options.WarmUp + size + 1);
        var come = stage.Cards.Come.ToHashSet();

        var connections = Math.Min(size, MostConnections);
        await using var senders = await Senders.OpenAsync(stage, connections, cancellationToken);
        var start = stage.Mark();
        var writes = stage.Writes();
        var began = TimeProvider.System.GetTimestamp();
        var accepted = await senders.SendAsync(webhooks[options.WarmUp..], cancellationToken);
        var lastAccepted = TimeProvider.System.GetElapsedTime(began);
        var waiting = accepted.Count(one => one.Lead is { } lead && !stage.Cards.HasCome(lead));
        come.UnionWith(accepted.Select(one => one.Lead).OfType<LeadId>());
        var prospect = TypedProspect.TypeAsync(stage, asked, come, cancellationToken);

        var sent = await stage.Cards.OfAllAsync(accepted, stage.TimeLeft, cancellationToken);
        var toProspect = await prospect;
        var leads = sent.Count + 1;
        await LeadsBench.FiledAsync(stage, before + leads, cancellationToken);
        var took = TimeProvider.System.GetElapsedTime(began);
        var end = stage.Mark();
        var bot = stage.BotLoad(start, end);

        var (lost, missing) = await LeadsBench.CheckAsync(stage, sent, cancellationToken);
        return new BenchColumn
        {
            Sent = sent.Count,
            Done = sent.Count(one => one.Card is not null),
            Lost = lost,
            Incomplete = missing + sent.Count(one => one.Lead is null),
            RanOutOfTime = sent.Count < size,
            Seconds = Math.Round(took.TotalSeconds, 3),
            Milliseconds = BenchTimes.Of(sent.Select(one => one.ToCard).OfType<TimeSpan>()),
            Burst = new BenchBurst
            {
                Connections = connections,
                LastAcceptedMilliseconds = Milliseconds(lastAccepted),
                LastCardMilliseconds = Milliseconds(LastCard(sent, began)),
                Doubled =
                    stage.Cards.Doubled
                    + More(stage.Writes().Drafts, writes.Drafts + leads)
                    + More(stage.Writes().Tasks, writes.Tasks + leads),
                ProspectMilliseconds = toProspect is { } time ? Milliseconds(time) : null,
                WaitingBehindProspect = waiting,
            },
            Bot = bot,
            Sender = BenchStage.SenderLoad(start, end),
            OutsideCalls = end.Calls - start.Calls,
        };
    }

    private static TimeSpan LastCard(IEnumerable<SentLead> sent, long began) =>
        sent.Select(one => one.ToCard is { } toCard ? TimeProvider.System.GetElapsedTime(began, one.Began) + toCard : TimeSpan.Zero)
            .DefaultIfEmpty()
            .Max();

    private static long More(long there, long wanted) => Math.Max(0, there - wanted);

    private static double Milliseconds(TimeSpan time) => Math.Round(time.TotalMilliseconds, 1);
}
