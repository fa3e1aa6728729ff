using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using SalesAgent.Bot.Bench.Stage;
using SalesAgent.Bot.Sandbox;
using SalesAgent.Bot.Sandbox.Teams;
using SalesAgent.Bot.Sandbox.Wire;
using SalesAgent.Core.Records.Reviews;

namespace SalesAgent.Bot.Bench;

/// <summary>
/// How long an approval takes to be answered with the new card. Leads are taken to their cards first; afterwards every approval has to be
/// in the store, and carried out.
/// </summary>
internal sealed class DecisionsBench : IBench
{
    /// <summary>So that the cards to click on are there soon.</summary>
    private const int Lines = 32;

    /// <summary>The verb of the button on a rep's card.</summary>
    private const string Approve = "approve";

    public string Rate => "decisions/s";

    public string Time => "click → new card";

    public async Task<BenchColumn> MeasureAsync(BenchStage stage, BenchOptions options, CancellationToken cancellationToken)
    {
        var clicks = await PrepareAsync(stage, 1, options.WarmUp + options.Count, cancellationToken);
        await PressAsync(stage, [.. clicks.Take(options.WarmUp)], options.Concurrency, cancellationToken);

        var start = stage.Mark();
        var began = TimeProvider.System.GetTimestamp();
        var pressed = await PressAsync(stage, [.. clicks.Skip(options.WarmUp)], options.Concurrency, cancellationToken);
        var took = TimeProvider.System.GetElapsedTime(began);
        var end = stage.Mark();
        var bot = stage.BotLoad(start, end);

        var decided = pressed.Where(one => one.IsDecided).ToArray();
        return new BenchColumn
        {
            Sent = pressed.Count,
            Done = decided.Length,
            Lost = await MissingAsync(stage, decided, cancellationToken),
            Incomplete = pressed.Count - decided.Length,
            RanOutOfTime = pressed.Count < options.Count,
            Seconds = Math.Round(took.TotalSeconds, 3),
            Milliseconds = BenchTimes.Of(decided.Select(one => one.ToAnswer)),
            Bot = bot,
            Sender = BenchStage.SenderLoad(start, end),
            OutsideCalls = end.Calls - start.Calls,
        };
    }

    /// <summary>A lead and its card for each click, and the click itself.</summary>
    internal static async Task<IReadOnlyList<Click>> PrepareAsync(
        BenchStage stage,
        int first,
        int count,
        CancellationToken cancellationToken
    )
    {
        var webhooks = BenchPeople.Introduce(stage.Sandbox.World, first, count);
        await using var senders = await Senders.OpenAsync(stage, Lines, cancellationToken);
        var sent = await senders.SendUntilCardAsync(webhooks, cancellationToken);
        await LeadsBench.FiledAsync(stage, sent.Count, cancellationToken);

        var rep = stage.Sandbox.Teams.As(stage.Sandbox.World.Reps[0]);
        return [.. sent.Where(one => one.Card is not null).Select(one => Approval(one, rep))];
    }

    internal static async Task<IReadOnlyCollection<Press>> PressAsync(
        BenchStage stage,
        Click[] clicks,
        int concurrency,
        CancellationToken cancellationToken
    )
    {
        var pressed = new ConcurrentQueue<Press>();
        var next = -1;
        await Task.WhenAll(
            Enumerable
                .Range(0, concurrency)
                .Select(_ =>
                    Task.Run(
                        async () =>
                        {
                            while (!stage.IsOver && Interlocked.Increment(ref next) is var index && index < clicks.Length)
                            {
                                var (lead, place, activity) = clicks[index];
                                var began = TimeProvider.System.GetTimestamp();
                                var reply = await place.SendAsync(stage.Bot.Messages, activity, cancellationToken: cancellationToken);
                                pressed.Enqueue(new Press(lead, TimeProvider.System.GetElapsedTime(began), IsDecided(reply)));
                            }
                        },
                        cancellationToken
                    )
                )
        );
        return pressed;
    }

    internal static async Task<int> MissingAsync(BenchStage stage, IReadOnlyCollection<Press> decided, CancellationToken cancellationToken)
    {
        await using var store = await stage.OpenStoreAsync(cancellationToken);
        var missing = 0;
        foreach (var press in decided)
        {
            if (
                await store.WaitAsync(press.Lead.Lead!.Value, found => found.Review?.CarriedOut.Finished is true, cancellationToken)
                is not { Review: { State: ReviewState.Approved, CarriedOut.Finished: true } }
            )
            {
                missing++;
            }
        }

        return missing;
    }

    private static Click Approval(SentLead lead, SandboxTeamsUser rep)
    {
        var (post, place) = (lead.Card!, rep.At(lead.Card!));
        var card = post.Card!;
        var action = CardActions.Find(card, "Action.Execute", Approve)!;
        return new Click(lead, place, place.Activities.Execute(post, action, CardActions.Data(card, action, null), "manual"));
    }

    /// <summary>The answer is a card, and on it there is nothing left to approve.</summary>
    private static bool IsDecided(SandboxReply reply) =>
        reply.Status == 200
        && reply.Json is JsonObject said
        && said.Text("type") is "application/vnd.microsoft.card.adaptive"
        && said.Child("value") is { } card
        && CardActions.Find(card, "Action.Execute", Approve) is null;

    internal sealed record Click(SentLead Lead, SandboxTeamsPlace Place, JsonObject Activity);

    internal sealed record Press(SentLead Lead, TimeSpan ToAnswer, bool IsDecided);
}
