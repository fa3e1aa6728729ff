using System.Collections.Concurrent;
using SalesAgent.Bot.Sandbox.Teams;
using SalesAgent.Core.Records;
using SalesAgent.Core.Review;

namespace SalesAgent.Bot.Bench.Stage;

/// <summary>Notes the moment in which each lead's card reaches Teams.</summary>
internal sealed class CardArrivals
{
    /// <summary>Stands in the data of every button on a rep's card.</summary>
    private const string BeforeTicket = "\"ticket\":\"";

    private readonly ConcurrentDictionary<LeadId, TaskCompletionSource<CardArrival>> arrivals = new();
    private int doubled;

    public CardArrivals(TeamsTenant teams) => teams.Posted += Note;

    /// <summary>Cards beyond one for each lead.</summary>
    public int Doubled => Volatile.Read(ref doubled);

    /// <summary>The leads whose cards have come.</summary>
    public IEnumerable<LeadId> Come => arrivals.Where(one => one.Value.Task.IsCompleted).Select(one => one.Key);

    /// <summary>A card that has come and is about none of these; null when there is none.</summary>
    public async Task<CardArrival?> OtherThanAsync(IReadOnlySet<LeadId> leads)
    {
        foreach (var (lead, arrival) in arrivals)
        {
            if (!leads.Contains(lead) && arrival.Task.IsCompleted)
                return await arrival.Task;
        }

        return null;
    }

    public bool HasCome(LeadId lead) => Of(lead).Task.IsCompleted;

    /// <summary>All of them with their cards, as far as these come in time.</summary>
    public async Task<IReadOnlyCollection<SentLead>> OfAllAsync(
        IReadOnlyCollection<SentLead> sent,
        TimeSpan patience,
        CancellationToken cancellationToken
    )
    {
        var until = Task.Delay(patience, cancellationToken);
        await Task.WhenAny(until, Task.WhenAll(sent.Where(one => one.Lead is not null).Select(one => Of(one.Lead!.Value).Task)));
        cancellationToken.ThrowIfCancellationRequested();
        return await Task.WhenAll(
            sent.Select(async one =>
            {
                if (one.Lead is not { } lead || Of(lead).Task is not { IsCompleted: true } came)
                    return one;
                var card = await came;
                return one with { Card = card.Post, ToCard = TimeProvider.System.GetElapsedTime(one.Began, card.At) };
            })
        );
    }

    /// <returns>Null when it did not come in time.</returns>
    public async Task<CardArrival?> OfAsync(LeadId lead, CancellationToken cancellationToken)
    {
        try
        {
            return await Of(lead).Task.WaitAsync(BenchStage.Patience, cancellationToken);
        }
        catch (TimeoutException)
        {
            return null;
        }
    }

    private void Note(TeamsPost post)
    {
        var at = TimeProvider.System.GetTimestamp();

        // The first version is what was posted; looked at as text, because parsing it would cost the bot its cores.
        var activity = post.Versions[0];
        var begin = activity.IndexOf(BeforeTicket, StringComparison.Ordinal) + BeforeTicket.Length;
        if (begin < BeforeTicket.Length)
            return;
        if (
            ReviewTicket.TryReadLead(activity[begin..activity.IndexOf('"', begin)], out var lead)
            && !Of(lead).TrySetResult(new CardArrival(post, at))
        )
        {
            Interlocked.Increment(ref doubled);
        }
    }

    private TaskCompletionSource<CardArrival> Of(LeadId lead) =>
        arrivals.GetOrAdd(lead, static _ => new TaskCompletionSource<CardArrival>(TaskCreationOptions.RunContinuationsAsynchronously));
}

/// <param name="At">A time stamp of the system's clock.</param>
internal sealed record CardArrival(TeamsPost Post, long At);
