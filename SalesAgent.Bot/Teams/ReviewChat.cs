using System.Globalization;
using Microsoft.Bot.Builder;
using SalesAgent.Bot.Protocol;
using SalesAgent.Core.Audit;
using SalesAgent.Core.Audit.Refusals;
using SalesAgent.Core.Evidence;
using SalesAgent.Core.People;
using SalesAgent.Core.Records;
using SalesAgent.Core.Records.Persons;
using SalesAgent.Core.Records.Reviews;
using SalesAgent.Core.Review;
using SalesAgent.Core.Texts;

namespace SalesAgent.Bot.Teams;

/// <summary><c>pending</c>, <c>show …</c> and <c>history …</c>.</summary>
internal sealed class ReviewChat(
    LeadRecords leads, PersonLeads people, PersonKeys keys, ForgottenPeople forgotten, OpenReviews open, ReviewCases cases, TeamsReviewDesk desk, RepDirectory reps,
    ChatReply reply, RefusalTrail refusals, TimeProvider time)
{
    private const int MostLines = 20;
    private const int MostCopies = 4;

    public async Task PendingAsync(ITurnContext turn, Rep rep, CancellationToken cancellationToken)
    {
        var lines = new List<ChatText>();
        foreach (var owner in rep.Role is RepRole.Manager ? reps.All : [rep])
        {
            foreach (var id in await open.OfAsync(owner.Id, cancellationToken))
            {
                if (await leads.FindAsync(id, cancellationToken) is not { IsBeingForgotten: false } state) continue;
                if (!MaySee(rep, state)) continue;
                if (state.Review is not null and not { State: ReviewState.Proposed or ReviewState.Updating }) continue;

                var owned = owner == rep ? "" : $", of {owner.Name}";
                ChatText where = state.Review is { Cards.Count: > 0 } ? (ChatText)$"" : $" It has no card yet: write `use this channel` where cards shall go.";
                lines.Add($"`{state.Run.Dossier.Prospect?.Email}`{owned}, {Age(time.GetUtcNow() - state.Lead.ReceivedAt)}.{where}");
            }
        }

        await reply.SayAsync(turn, lines.Count switch
        {
            0 => $"Nothing waits for a decision.",
            <= MostLines => $"Waiting for a decision:\n\n{ChatText.List(lines)}\n\n`show` and an address brings a card here.",
            _ => $"{lines.Count} wait for a decision, the first {MostLines}:\n\n{ChatText.List(lines.Take(MostLines))}",
        }, cancellationToken);
    }

    public async Task ShowAsync(ITurnContext turn, Rep rep, string rest, CancellationToken cancellationToken)
    {
        if (await NewestAsync(turn, rep, rest, "show", cancellationToken) is not { } found) return;

        var state = found[0];
        if (state.Review is null)
        {
            await reply.SayAsync(turn, $"There is no draft to show yet; it is being worked on.", cancellationToken);
            return;
        }

        CardReference? card = null;
        try
        {
            card = await desk.PostHereAsync(TeamsPlace.Of(turn), cases.Of(state), cancellationToken);

            // The card posted for the rep stays known for ever, and of the copies the newest.
            await leads.ChangeAsync(
                state,
                now => new LeadChange
                {
                    Review = now.Review! with
                    {
                        Cards = [.. now.Review.Cards.Take(1), .. now.Review.Cards.Skip(1).TakeLast(MostCopies - 1), card],
                        // The only card is that of whoever asked for it: a manager's copy does not stand in for the rep's own.
                        CardsFor = now.Review.Cards.Count == 0 ? rep.Id : now.Review.CardsFor,
                    },
                },
                cancellationToken);
        }
        catch (LeadGoneException) when (card is not null)
        {
            // Whoever forgot it did not know of this copy.
            if (await forgotten.FindAsync(new PersonKey(state.Lead.Person), cancellationToken) is { } person) await desk.WithdrawAsync(card, person, cancellationToken);
        }
        catch (ConnectorFailureException)
        {
            await reply.SayAsync(turn, $"The card could not be posted here. Please try again.", cancellationToken);
        }
    }

    public async Task HistoryAsync(ITurnContext turn, Rep rep, string rest, CancellationToken cancellationToken)
    {
        if (await NewestAsync(turn, rep, rest, "history", cancellationToken) is not { } found) return;

        var lines = new List<ChatText>();
        foreach (var state in found.Take(3))
        {
            var story = await LeadStory.ReadAsync(leads, LeadId.Parse(state.Lead.Id), cancellationToken);
            foreach (var line in story?.Lines ?? [])
            {
                var at = TimeZoneInfo.ConvertTime(line.Entry.Timestamp, rep.TimeZone).ToString("d MMM HH:mm", CultureInfo.InvariantCulture);
                var who = reps.Find(line.Entry.Actor)?.Name;
                lines.Add($"{at}: {Words(line.Entry)}{(who is null ? "" : $" by {who}")}");
            }
        }

        await reply.SayAsync(turn, ChatText.List(lines.Take(40)), cancellationToken);
    }

    /// <summary>Leads about the person, newest first, that this rep may see; says why when there are none.</summary>
    private async Task<IReadOnlyList<LeadState>?> NewestAsync(ITurnContext turn, Rep rep, string rest, string command, CancellationToken cancellationToken)
    {
        if (ProspectLine.Read(rest).People is not [var person, ..])
        {
            await reply.SayAsync(turn, $"Of whom? Type `{command} jane@acme.com`.", cancellationToken);
            return null;
        }

        LeadId? denied = null;
        var states = new List<LeadState>();
        foreach (var id in await people.OfAsync(keys.ForEmail(person.Email), cancellationToken))
        {
            if (await leads.FindAsync(id, cancellationToken) is not { Run.MergedInto: null, IsBeingForgotten: false } state) continue;

            if (MaySee(rep, state)) states.Add(state);
            else denied = id;
        }

        states.Sort((a, b) => b.Lead.ReceivedAt.CompareTo(a.Lead.ReceivedAt));
        if (states.Count > 0) return states;

        if (denied is not null) await refusals.OfPersonAsync(RefusalKind.Command, RefusalReason.NotTheirs, rep.Id, denied?.Value);

        await reply.SayAsync(turn, $"I know of no lead of yours with the address `{person.Email}`.", cancellationToken);
        return null;
    }

    /// <summary>As long as it is not known whose lead it is, it is that of whoever asked for it, and else nobody's.</summary>
    private static bool MaySee(Rep rep, LeadState state) => RepDirectory.MayDecide(rep, state.Run.Dossier.RepId ?? state.Lead.Incoming.RequestedBy ?? "");

    private static string Words(AuditEntry entry) => entry.EventType switch
    {
        AuditEventType.ProspectIntake => "lead came in",
        AuditEventType.ProspectResearch => "looked up",
        AuditEventType.DraftCreated => $"draft {entry.Action} in Gmail",
        AuditEventType.ApprovalRequested => entry.Action is "reminded" ? "reminded" : "card posted",
        AuditEventType.ApprovalGranted => "approved",
        AuditEventType.ApprovalDenied => entry.Action is "expired" ? "expired" : "rejected",
        AuditEventType.TaskCreated => "task filed in HubSpot",
        AuditEventType.NoteCreated => "note filed in HubSpot",
        AuditEventType.ConnectorError => $"a connector failed ({entry.Metadata.GetValueOrDefault("connector", "run")})",
        var other => other.ToString(),
    };

    private static string Age(TimeSpan age) => age switch
    {
        { TotalMinutes: < 1 } => "just now",
        { TotalHours: < 1 } => string.Create(CultureInfo.InvariantCulture, $"{(int)age.TotalMinutes} min ago"),
        { TotalDays: < 1 } => string.Create(CultureInfo.InvariantCulture, $"{(int)age.TotalHours} h ago"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{(int)age.TotalDays} days ago"),
    };
}
