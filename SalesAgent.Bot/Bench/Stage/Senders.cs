using System.Collections.Concurrent;
using SalesAgent.Core.Records;

namespace SalesAgent.Bot.Bench.Stage;

/// <summary>Several open connections; on each the next webhook goes out when the one before has got what is waited for.</summary>
internal sealed class Senders : IAsyncDisposable
{
    private readonly BenchStage stage;
    private readonly WebhookLine[] lines;

    private Senders(BenchStage stage, WebhookLine[] lines)
    {
        this.stage = stage;
        this.lines = lines;
    }

    public static async Task<Senders> OpenAsync(BenchStage stage, int concurrency, CancellationToken cancellationToken) =>
        new(
            stage,
            await Task.WhenAll(Enumerable.Range(0, concurrency).Select(_ => WebhookLine.OpenAsync(stage.Bot.Address, cancellationToken)))
        );

    /// <summary>Sends all, or as many as there is time for, and waits for each answer.</summary>
    /// <param name="isOver">When to send nothing more, besides the end of the stage.</param>
    public Task<IReadOnlyCollection<SentLead>> SendAsync(
        string[] webhooks,
        CancellationToken cancellationToken,
        Func<bool>? isOver = null
    ) => SendAsync(webhooks, untilCard: false, isOver, cancellationToken);

    /// <summary>Waits for each card as well.</summary>
    public Task<IReadOnlyCollection<SentLead>> SendUntilCardAsync(
        string[] webhooks,
        CancellationToken cancellationToken,
        Func<bool>? isOver = null
    ) => SendAsync(webhooks, untilCard: true, isOver, cancellationToken);

    public ValueTask DisposeAsync()
    {
        foreach (var line in lines)
            line.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task<IReadOnlyCollection<SentLead>> SendAsync(
        string[] webhooks,
        bool untilCard,
        Func<bool>? isOver,
        CancellationToken cancellationToken
    )
    {
        var sent = new ConcurrentQueue<SentLead>();
        var next = -1;
        await Task.WhenAll(
            lines.Select(line =>
                Task.Run(
                    async () =>
                    {
                        while (
                            !stage.IsOver
                            && isOver?.Invoke() is not true
                            && Interlocked.Increment(ref next) is var index
                            && index < webhooks.Length
                        )
                        {
                            sent.Enqueue(await SendAsync(line, webhooks[index], untilCard, cancellationToken));
                        }
                    },
                    cancellationToken
                )
            )
        );
        return sent;
    }

    private async Task<SentLead> SendAsync(WebhookLine line, string webhook, bool untilCard, CancellationToken cancellationToken)
    {
        var began = TimeProvider.System.GetTimestamp();
        var reply = await line.PostAsync(webhook, cancellationToken);
        var answered = TimeProvider.System.GetElapsedTime(began);
        if (reply.Status != 202 || !LeadId.TryParse(reply.Json?["leadIds"]?[0]?.GetValue<string>(), out var lead))
            return new SentLead(null, answered, began);

        var card = untilCard ? await stage.Cards.OfAsync(lead, cancellationToken) : null;
        return new SentLead(lead, answered, began)
        {
            Card = card?.Post,
            ToCard = card is null ? null : TimeProvider.System.GetElapsedTime(began, card.At),
        };
    }
}
