using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using SalesAgent.Bot;
using SalesAgent.Bot.Cli;
using SalesAgent.Bot.Sandbox.HubSpot.Objects;
using SalesAgent.Bot.Sandbox.Teams;
using SalesAgent.Core.Audit;
using SalesAgent.Core.Connectors.Gmail.Messages;
using SalesAgent.Core.Evidence;
using SalesAgent.Core.Records;
using SalesAgent.Core.Records.Reviews;
using SalesAgent.Core.Work;
using SalesAgent.Tests.Support.Processes;

namespace SalesAgent.Tests.Journeys.Kills;

/// <summary>What must be true of every accepted lead in the end, by what the vendors have and by what is stored.</summary>
internal sealed partial class Reckoning
{
    /// <summary>The line of a card that stands beside one whose posting nobody saw end.</summary>
    private const string MayBeTwice = "This card may appear twice";

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private readonly BotWorld world;
    private readonly SalesAgentApp store;
    private readonly ILookup<string, string> drafts;
    private readonly ILookup<string, HubSpotRecord> filed;
    private readonly ILookup<string, TeamsPost> cards;
    private readonly List<string> wrong = [];

    private Reckoning(BotWorld world, SalesAgentApp store)
    {
        this.world = world;
        this.store = store;
        drafts = world
            .Vendors.Reps.SelectMany(rep => world.Vendors.Gmail[rep.Email].Drafts)
            .ToLookup(draft => draft.Message.Content.Header(DraftWriter.RunHeader) ?? "", draft => draft.Id);
        filed = world
            .Vendors.HubSpot.All("tasks")
            .Concat(world.Vendors.HubSpot.All("notes"))
            .SelectMany(record =>
                Reference().Matches(record["hs_task_body"] ?? record["hs_note_body"] ?? "").Select(match => (match.Value, record))
            )
            .ToLookup(pair => pair.Value, pair => pair.record);
        cards = world
            .Vendors.Teams.Conversations.SelectMany(conversation => conversation.Cards)
            .SelectMany(post => Ticket().Matches(post.Versions[0]).Take(1).Select(match => (Lead: match.Groups["lead"].Value, post)))
            .ToLookup(pair => pair.Lead, pair => pair.post);
    }

    /// <summary>Waits until nothing is left to do, and counts.</summary>
    /// <returns>How many cards had to be posted again, each with a line that says so.</returns>
    public static async Task<int> OfAsync(BotWorld world, IReadOnlyCollection<HandledLead> leads)
    {
        await using var store = await world.OpenStoreAsync();
        foreach (var lead in leads)
            await FinishedAsync(store, lead);
        await NothingWaitsAsync(store);

        var reckoning = new Reckoning(world, store);
        foreach (var lead in leads)
            await reckoning.CheckAsync(lead);
        reckoning.CheckTotals(leads);
        reckoning.wrong.ShouldBeEmpty();
        return leads.Sum(lead => reckoning.cards[lead.Lead.Value].Count() - 1);
    }

    private static async Task FinishedAsync(SalesAgentApp store, HandledLead lead)
    {
        if (
            await LeadWatch.WaitAsync(
                store.Services,
                lead.Lead,
                state => state.Run.EndedAt is not null && state.Review is { CarriedOut.Finished: true },
                Patience,
                CancellationToken.None
            )
            is not null
        )
        {
            return;
        }

        var state = await store.Services.GetRequiredService<LeadRecords>().FindAsync(lead.Lead, CancellationToken.None);
        throw new TimeoutException($"Lead {lead.Number} ({lead.Lead}) is stuck: {state?.Run} {state?.Review}");
    }

    /// <summary>What a killed process had in its hands comes up once more, finds all done, and goes.</summary>
    private static async Task NothingWaitsAsync(SalesAgentApp store)
    {
        var queue = store.Services.GetRequiredService<IWorkQueue>();
        var began = TimeProvider.System.GetTimestamp();
        while (await queue.ListAsync(10, CancellationToken.None) is { Count: > 0 } left)
        {
            TimeProvider.System.GetElapsedTime(began).ShouldBeLessThan(Patience, $"Left in the queue: {string.Join(", ", left)}");
            await Task.Delay(TimeSpan.FromMilliseconds(200));
        }

        (await queue.ListBuriedAsync(10, CancellationToken.None)).ShouldBeEmpty();
    }

    private async Task CheckAsync(HandledLead lead)
    {
        var story = (await LeadStory.ReadAsync(store.Services.GetRequiredService<LeadRecords>(), lead.Lead, CancellationToken.None))!;
        var approved = lead.Verb == "approve";
        var before = wrong.Count;

        Check(story.Fault is null, $"the audit chain: {story.Fault}");
        Check(
            story.State.Run.Status == "completed",
            $"run {story.State.Run.Status}: {string.Join(" ", story.State.Run.Steps.Select(step => step.Detail))}"
        );
        Check(story.State.Run.Intents.Count == 0, $"left open: {string.Join(", ", story.State.Run.Intents)}");
        Check(
            story.State.Review!.Decision is { } decision && decision.Kind == (approved ? ReviewState.Approved : ReviewState.Rejected),
            $"decided {story.State.Review.Decision}"
        );
        Check(drafts[lead.Lead.Value].Count() == (approved ? 1 : 0), $"{drafts[lead.Lead.Value].Count()} drafts");
        Once("TASK");
        Once("NOTE");
        Once("DECISION");
        Check(
            filed[FilingReference.For(lead.Lead.Value, "TASK")]
                .All(task => task["hs_task_status"] == (approved ? "NOT_STARTED" : "COMPLETED")),
            "the task's status"
        );
        Cards();
        Told(AuditEventType.ProspectIntake, 1);
        Told(AuditEventType.DraftCreated, 1);
        Told(AuditEventType.ApprovalRequested, 1);
        Told(AuditEventType.TaskCreated, 1);
        Told(AuditEventType.NoteCreated, 2);
        Told(AuditEventType.ApprovalGranted, approved ? 1 : 0);
        Told(AuditEventType.ApprovalDenied, approved ? 0 : 1);
        if (wrong.Count > before)
        {
            wrong.Add(
                string.Join(
                    '\n',
                    story.Lines.Select(line =>
                        $"  {line.Entry.Timestamp:HH:mm:ss.fff} {line.Entry.EventType} {line.Entry.Action} {string.Join(' ', line.Entry.Metadata)}"
                    )
                )
            );
        }

        void Once(string about) =>
            Check(
                filed[FilingReference.For(lead.Lead.Value, about)].Count() == 1,
                $"{filed[FilingReference.For(lead.Lead.Value, about)].Count()} × {about}"
            );

        void Told(AuditEventType type, int times)
        {
            var told = story.Lines.Count(line => line.Entry.EventType == type);
            Check(told == times, $"{type} {told} times in the audit");
        }

        // Teams has no way to recognise a repeat: every card after the first must say so itself, and the known one what was decided.
        void Cards()
        {
            var posted = cards[lead.Lead.Value].OrderBy(post => post.Id, StringComparer.Ordinal).ToArray();
            Check(posted.Length > 0, "no card");
            Check(
                posted.Skip(1).All(post => post.Versions[0].Contains(MayBeTwice, StringComparison.Ordinal)),
                $"{posted.Length} cards, and not every repeat says so"
            );
            Check(posted.Any(post => CardActions.Find(post.Card!, "Action.Execute", "approve") is null), "no card shows the decision");
        }

        void Check(bool holds, string what)
        {
            if (!holds)
                wrong.Add($"Lead {lead.Number} ({lead.Lead}, {lead.Verb}): {what}");
        }
    }

    private void CheckTotals(IReadOnlyCollection<HandledLead> leads)
    {
        var writes = new Dictionary<string, int>
        {
            ["hubspot.contacts.create"] = leads.Count,
            ["gmail.drafts.create"] = leads.Count,
            ["gmail.drafts.update"] = 0,
            ["gmail.drafts.delete"] = leads.Count(lead => lead.Verb == "reject"),
            ["hubspot.tasks.create"] = leads.Count,
            ["hubspot.notes.create"] = 2 * leads.Count,
        };
        wrong.AddRange(
            writes
                .Where(write => world.Vendors.Calls.Writes(write.Key) != write.Value)
                .Select(write => $"{write.Key}: {world.Vendors.Calls.Writes(write.Key)} writes, not {write.Value}")
        );
        if (leads.Select(lead => lead.Lead).Distinct().Count() != leads.Count)
            wrong.Add("Two of them are one lead.");
        if (world.Vendors.Gmail.Sends > 0)
            wrong.Add("Mail was sent.");
    }

    [GeneratedRegex("SA-[0-9A-Z]{12}-[A-Z]+")]
    private static partial Regex Reference();

    [GeneratedRegex("\"ticket\":\"(?<lead>[0-9a-z]{20})\\.")]
    private static partial Regex Ticket();
}
