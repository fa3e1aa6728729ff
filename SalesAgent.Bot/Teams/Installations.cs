using Microsoft.Bot.Builder;
using Microsoft.Bot.Schema;
using SalesAgent.Core.People;
using SalesAgent.Core.Records;
using SalesAgent.Core.Records.Reviews;

namespace SalesAgent.Bot.Teams;

/// <summary>Learns where reps can be reached, and catches up on cards that had nowhere to go.</summary>
internal sealed class Installations(
    ConversationBook book,
    ServiceUrls urls,
    RepDirectory reps,
    OpenReviews open,
    LeadRecords records,
    LeadWork work,
    ChatReply reply
)
{
    /// <summary>
    /// Any activity keeps the ways to where it came from fresh, because service URLs change; one of a rep in their own chat also tells that
    /// there is such a chat.
    /// </summary>
    public async Task LearnAsync(ITurnContext turn, CancellationToken cancellationToken)
    {
        await urls.LearnAsync(TeamsPlace.Of(turn), cancellationToken);
        if (
            turn.Activity is { From.AadObjectId: { } person, Conversation.ConversationType: "personal" }
            && turn.Activity is not { Type: ActivityTypes.InstallationUpdate, Action: "remove" or "remove-upgrade" }
            && reps.Find(person) is { } rep
            && await book.RememberPersonalAsync(rep.Id, TeamsPlace.Of(turn), cancellationToken)
        )
        {
            await CatchUpAsync(rep, cancellationToken);
        }
    }

    public async Task OnUpdateAsync(ITurnContext turn, CancellationToken cancellationToken)
    {
        var activity = turn.Activity;
        if (activity.Type is not ActivityTypes.InstallationUpdate || reps.Find(activity.From?.AadObjectId) is not { } rep)
            return;

        var place = TeamsPlace.Of(turn);
        if (activity.Action is "remove" or "remove-upgrade")
        {
            await book.ForgetAsync(rep.Id, place, cancellationToken);
            return;
        }

        if (place.IsChannel)
        {
            if (await book.BindChannelAsync(rep.Id, place, chosenByPerson: false, cancellationToken))
                await CatchUpAsync(rep, cancellationToken);
            return;
        }

        await reply.SayAsync(turn, $"I draft mail to your leads and never send any. Type `help` to see what I can do.", cancellationToken);
    }

    /// <summary>Cards for this person go here from now on.</summary>
    public async Task ChooseAsync(ITurnContext turn, Rep rep, CancellationToken cancellationToken)
    {
        await book.BindChannelAsync(rep.Id, TeamsPlace.Of(turn), chosenByPerson: true, cancellationToken);
        await CatchUpAsync(rep, cancellationToken);
    }

    private async Task CatchUpAsync(Rep rep, CancellationToken cancellationToken)
    {
        // What stands somewhere stays where it is: only cards that had nowhere to go are asked for.
        var nowhere = new List<LeadId>();
        foreach (var lead in await open.OfAsync(rep.Id, cancellationToken))
        {
            if (await records.FindReviewAsync(lead, cancellationToken) is not { Cards.Count: > 0 })
                nowhere.Add(lead);
        }

        await work.RequestAllAsync(LeadWork.RunLead, nowhere, cancellationToken);
    }
}
