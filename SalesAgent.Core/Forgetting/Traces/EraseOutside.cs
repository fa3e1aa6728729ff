using SalesAgent.Core.Connectors;
using SalesAgent.Core.Connectors.Calendar;
using SalesAgent.Core.Connectors.Gmail;
using SalesAgent.Core.Connectors.HubSpot;
using SalesAgent.Core.People;
using SalesAgent.Core.Records.Persons;
using SalesAgent.Core.Review;

namespace SalesAgent.Core.Forgetting.Traces;

/// <summary>
/// Erases what a lead left in Gmail, HubSpot, the calendar and Teams. What is gone already counts as erased, so it is safe to repeat;
/// what cannot be erased now is handed back with the reason.
/// </summary>
internal sealed class EraseOutside(GmailClient gmail, HubSpotClient hubSpot, CalendarClient calendar, IReviewDesk desk, RepDirectory reps)
{
    /// <returns>What is still there, and sentences about it: what, why, and what can be done.</returns>
    public async Task<(LeadTraces Left, IReadOnlyList<string> Problems)> DoAsync(
        LeadTraces traces,
        ForgottenPerson person,
        CancellationToken cancellationToken
    )
    {
        var problems = new List<string>();
        var rep = traces.RepId is null ? reps.Default : reps.Find(traces.RepId);
        if (rep is null && traces.Drafts.Count + traces.Holds.Count > 0)
            problems.Add("Anything left in the mailbox or calendar of somebody who is no longer in the rep directory cannot be erased.");

        return (
            traces with
            {
                Drafts = rep is null
                    ? traces.Drafts
                    : await EachAsync(
                        traces.Drafts,
                        $"A draft in the Gmail of {rep.Name}",
                        problems,
                        id => gmail.DeleteDraftAsync(rep.Email, id, cancellationToken)
                    ),
                Holds = rep is null
                    ? traces.Holds
                    : await EachAsync(
                        traces.Holds,
                        $"A held time in the calendar of {rep.Name}",
                        problems,
                        id => ReleaseAsync(rep.Email, id, cancellationToken)
                    ),
                Tasks = await EachAsync(
                    traces.Tasks,
                    "A task in HubSpot",
                    problems,
                    id => hubSpot.DeleteTaskAsync(new TaskId(id), cancellationToken)
                ),
                Notes = await EachAsync(
                    traces.Notes,
                    "A note in HubSpot",
                    problems,
                    id => hubSpot.DeleteNoteAsync(new NoteId(id), cancellationToken)
                ),
                Cards = await EachAsync(
                    traces.Cards,
                    "A card in Teams",
                    problems,
                    card => desk.WithdrawAsync(card, person, cancellationToken)
                ),
            },
            problems
        );
    }

    /// <summary>Also one that the rep moved. What they have made an appointment of, with guests or confirmed, is theirs.</summary>
    private async Task ReleaseAsync(string mailbox, string eventId, CancellationToken cancellationToken)
    {
        if (await calendar.GetEventAsync(mailbox, eventId, cancellationToken) is CalendarHold.Held { IsStillAHold: true })
            await calendar.DeleteEventAsync(mailbox, eventId, cancellationToken);
    }

    /// <returns>Those that could not be erased.</returns>
    private static async Task<IReadOnlyList<T>> EachAsync<T>(
        IReadOnlyList<T> traces,
        string what,
        List<string> problems,
        Func<T, Task> erase
    )
    {
        var rest = new List<T>();
        foreach (var trace in traces)
        {
            try
            {
                await erase(trace);
            }
            catch (ConnectorException failure)
            {
                rest.Add(trace);
                problems.Add($"{what} could not be erased ({failure.Kind.Text()}).{failure.Remedy()}");
            }
        }

        return rest;
    }
}
