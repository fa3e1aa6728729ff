using System.Collections.Concurrent;
using SalesAgent.Bot.Cards;
using SalesAgent.Bot.Sandbox.Teams;
using SalesAgent.Core.Leads;
using SalesAgent.Core.Review;

namespace SalesAgent.Bot.Cli.Bench.Stage;

/// <summary>Notes the moment in which each lead's card reaches Teams.</summary>
internal sealed class CardArrivals
{
    private const string BeforeTicket = $"\"{CardFields.Ticket}\":\"";

    private readonly ConcurrentDictionary<LeadId, TaskCompletionSource<CardArrival>> arrivals = new();

    public CardArrivals(TeamsTenant teams) => teams.Posted += Note;

    /// <returns>Null when it did not come in time.</returns>
    public async Task<CardArrival?> OfAsync(LeadId lead, CancellationToken cancellationToken)
    {
        try
        {
            return await Of(lead).Task.WaitAsync(BenchCommand.Patience, cancellationToken);
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
        if (begin < BeforeTicket.Length) return;
        if (ReviewTicket.TryReadLead(activity[begin..activity.IndexOf('"', begin)], out var lead)) Of(lead).TrySetResult(new CardArrival(post, at));
    }

    private TaskCompletionSource<CardArrival> Of(LeadId lead) =>
        arrivals.GetOrAdd(lead, static _ => new TaskCompletionSource<CardArrival>(TaskCreationOptions.RunContinuationsAsynchronously));
}

/// <param name="At">A time stamp of the system's clock.</param>
internal sealed record CardArrival(TeamsPost Post, long At);
