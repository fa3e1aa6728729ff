using SalesAgent.Bot.Bench.Stage;
using SalesAgent.Core.Records;

namespace SalesAgent.Bot.Bench;

/// <summary>
/// How many leads a second go through all steps, and how long one takes from the webhook to the card. Afterwards each has to be in the
/// store with every step done and the card that Teams got.
/// </summary>
internal sealed class LeadsBench : IBench
{
    public string Rate => "leads/s";

    public string Time => "webhook → card";

    public async Task<BenchColumn> MeasureAsync(BenchStage stage, BenchOptions options, CancellationToken cancellationToken)
    {
        var webhooks = BenchPeople.Introduce(stage.Sandbox.World, 1, options.WarmUp + options.Count);
        var before = await WarmUpAsync(stage, options, webhooks, cancellationToken);
        await using var senders = await Senders.OpenAsync(stage, options.Concurrency, cancellationToken);

        var start = stage.Mark();
        var began = TimeProvider.System.GetTimestamp();
        var sent = await senders.SendUntilCardAsync(webhooks[options.WarmUp..], cancellationToken);
        await FiledAsync(stage, before + sent.Count, cancellationToken);
        var took = TimeProvider.System.GetElapsedTime(began);
        var end = stage.Mark();
        var bot = stage.BotLoad(start, end);

        var (lost, missing) = await CheckAsync(stage, sent, cancellationToken);
        return new BenchColumn
        {
            Sent = sent.Count,
            Done = sent.Count(one => one.Card is not null),
            Lost = lost,
            Incomplete = missing + sent.Count(one => one.Lead is null),
            RanOutOfTime = sent.Count < options.Count,
            Seconds = Math.Round(took.TotalSeconds, 3),
            Milliseconds = BenchTimes.Of(sent.Select(one => one.ToCard).OfType<TimeSpan>()),
            Bot = bot,
            Sender = BenchStage.SenderLoad(start, end),
            OutsideCalls = end.Calls - start.Calls,
        };
    }

    /// <summary>Takes the first of the webhooks to their cards, as many as half of the time allows.</summary>
    /// <returns>How many.</returns>
    internal static async Task<int> WarmUpAsync(
        BenchStage stage,
        BenchOptions options,
        string[] webhooks,
        CancellationToken cancellationToken
    )
    {
        await using var senders = await Senders.OpenAsync(stage, options.WarmUpConcurrency, cancellationToken);
        var sent = await senders.SendUntilCardAsync(webhooks[..options.WarmUp], cancellationToken, () => stage.IsHalfOver);
        await FiledAsync(stage, sent.Count, cancellationToken);
        stage.WarmedUpWith = sent.Count;
        return sent.Count;
    }

    /// <summary>A card may be in Teams before task and note are in HubSpot: a lead is through when these are, too.</summary>
    internal static async Task FiledAsync(BenchStage stage, int leads, CancellationToken cancellationToken)
    {
        var calls = stage.Sandbox.World.Calls;
        var began = TimeProvider.System.GetTimestamp();
        while (
            (calls.Writes("hubspot.tasks.create") < leads || calls.Writes("hubspot.notes.create") < leads)
            && TimeProvider.System.GetElapsedTime(began) < BenchStage.Patience
        )
        {
            await Task.Delay(TimeSpan.FromMilliseconds(2), cancellationToken);
        }
    }

    internal static async Task<(int Lost, int Missing)> CheckAsync(
        BenchStage stage,
        IReadOnlyCollection<SentLead> sent,
        CancellationToken cancellationToken
    )
    {
        await using var store = await stage.OpenStoreAsync(cancellationToken);
        var (lost, missing) = (0, 0);
        foreach (var one in sent)
        {
            if (one.Lead is not { } lead)
                continue;
            var state = await store.WaitAsync(lead, found => found.Run.EndedAt is not null, cancellationToken);
            if (one.Card is null || !IsShownBy(state, one.Card.Id))
                lost++;
            else if (state!.Run.Status != "completed")
                missing++;
        }

        return (lost, missing);
    }

    private static bool IsShownBy(LeadState? state, string post) => state?.Review?.Cards.Any(card => card.ActivityId == post) is true;
}
