using System.Text;
using Azure.Data.Tables;
using SalesAgent.Bot.Sandbox.HubSpot;
using SalesAgent.Bot.Sandbox.Samples;
using SalesAgent.Core.Audit;
using SalesAgent.Core.Forgetting;
using SalesAgent.Core.People;
using SalesAgent.Core.Records;
using SalesAgent.Core.Records.Persons;
using SalesAgent.Core.Records.Reviews;
using SalesAgent.Core.Storage.AzureStorage;
using SalesAgent.Tests.Support;
using static SalesAgent.Tests.Journeys.ForgetSteps;

namespace SalesAgent.Tests.Journeys;

/// <summary>A manager has somebody forgotten: first they see what is known, then nothing of it is left, and the person stays out.</summary>
public sealed class ForgetTests(Azurite azurite)
{
    private const string Asked = $"forget {Ines}";

    private static readonly Dictionary<string, string?> WithHolds = new() { ["Google:Calendar:Holds"] = "true" };

    private static bool IsHeld(LeadState state) =>
        state.Review!.Holds is { Claim: null, Times.Count: 3 } holds && holds.Times.All(time => time.State == HeldTimeState.Held);

    [Theory]
    [InlineData(null)]
    [InlineData("approve")]
    [InlineData("reject")]
    public async Task Everything_is_listed_then_erased_here_and_outside(string? decision)
    {
        await using var agent = await RunningAgent.StartAsync(WithHolds);
        var before = OutsideOf(agent);
        var lead = await LeadAsync(agent);

        // Held first: what is rejected before that is never held.
        await agent.UntilAsync(lead, IsHeld);
        if (decision is not null)
            await DecideAsync(agent, lead, decision);
        await agent.UntilAsync(
            lead,
            state => decision is "reject" ? state.Review!.Holds is { Claim: null, Times.Count: 0 } : IsHeld(state)
        );
        Found(agent.StoredBytes()).ShouldBe(Personal, ignoreOrder: true);

        var listing = await SayAsync(agent.Mona, agent, Asked, "About `");

        listing.ShouldContain("1 lead with ");
        listing.Contains("1 draft in Gmail, also if it was edited there", StringComparison.Ordinal).ShouldBe(decision is not "reject");
        listing.ShouldContain($"1 task and {(decision is null ? "1 note" : "2 notes")} of ours in HubSpot");
        if (decision is not "reject")
            listing.ShouldContain("3 held times in the calendar");
        listing.ShouldContain("1 card in Teams");
        listing.ShouldContain("the contact in HubSpot");
        listing.ShouldContain($"type `{Asked} yes`");
        (await agent.UntilAsync(lead, _ => true)).IsBeingForgotten.ShouldBeFalse();

        await SayAsync(agent.Mona, agent, $"{Asked} yes", "is being forgotten");
        await ForgottenAsync(agent);

        OutsideOf(agent).ShouldBe(before);
        var story = await agent.StoryAsync(lead);
        (story.Fault, story.Known, story.Status).ShouldBe((null, null, "forgotten"));
        story.Lines.ShouldAllBe(line => line.Details == null);
        var last = story.Lines[^1].Entry;
        (last.EventType, last.Action, last.Actor, last.Resource).ShouldBe(
            (AuditEventType.ConfigChange, "forgotten", agent.World.Reps[2].AadObjectId, $"lead:{lead}")
        );
        Found(agent.StoredBytes()).ShouldBeEmpty();
        var card = agent.World.Teams.Conversations.SelectMany(place => place.Cards).ShouldHaveSingleItem();
        card.Card!.ToJsonString().ShouldContain("This lead was forgotten");
        card.Card.ToJsonString().ShouldContain("Mona Adeyemi");
        Personal.ShouldAllBe(word => !card.Card!.ToJsonString().Contains(word, StringComparison.OrdinalIgnoreCase));
        (await SystemAsync(agent)).Select(entry => entry.Action).ShouldBe(["forget_asked", "forgotten"]);
    }

    [Fact]
    public async Task Who_was_forgotten_stays_out_and_a_repeat_is_a_repeat()
    {
        await using var agent = await RunningAgent.StartAsync();
        var form = SampleData.At(TimeProvider.System.GetUtcNow()).Submissions[0];
        var lead = await agent.SubmitAsync(form.Form());
        await agent.RestingAsync(lead);
        await ForgetAsync(agent);

        (await agent.SubmitAsync(form.Form())).ShouldBe(lead);
        var other = (form with { Id = "f0000001-0000-4000-8000-00000000000f", At = TimeProvider.System.GetUtcNow().AddMinutes(30) }).Form();
        var answer = await agent.Sandbox.HubSpot.SendAsync(agent.App.Address, HubSpotRoute.FormSubmission, other.ToJsonString());
        await SayAsync(agent.Alex, agent, $"prospect {Ines.ToUpperInvariant()}", "was forgotten on");
        await SayAsync(agent.Mona, agent, Asked, "was forgotten on");
        await SayAsync(agent.Alex, agent, $"history {Ines}", "I know of no lead of yours");

        answer.Status.ShouldBe(400);
        answer.Body.ShouldContain("This person was forgotten on");
        (await agent.StoryAsync(lead)).Status.ShouldBe("forgotten");
        Found(agent.StoredBytes()).ShouldBeEmpty();
        agent.World.Teams.Cards.ShouldBe(1);
    }

    [Fact]
    public async Task With_a_storage_account_nothing_is_left_either()
    {
        var account = await azurite.NewAccountAsync();
        await using var agent = await RunningAgent.StartAsync(account.Settings);
        var lead = await LeadAsync(agent, "approve");
        (await RowsAsync()).ShouldContain(row => row.Contains(Ines, StringComparison.Ordinal));

        await ForgetAsync(agent);

        (await RowsAsync()).ShouldAllBe(row => !Personal.Any(word => row.Contains(word, StringComparison.OrdinalIgnoreCase)));
        (await agent.StoryAsync(lead)).Fault.ShouldBeNull();
        await SayAsync(agent.Alex, agent, $"prospect {Ines}", "was forgotten on");

        async Task<List<string>> RowsAsync()
        {
            var rows = new List<string>();
            await foreach (var row in new TableClient(account.ConnectionString, AzureStorageAccount.TableName).QueryAsync<TableEntity>())
            {
                rows.Add(
                    string.Join(
                        '\n',
                        row.Select(pair => pair.Value is byte[] bytes ? Encoding.UTF8.GetString(bytes) : pair.Value?.ToString())
                    )
                );
            }

            return rows;
        }
    }

    [Fact]
    public async Task Only_a_manager_may_and_the_attempt_is_on_record()
    {
        await using var agent = await RunningAgent.StartAsync();
        var lead = await LeadAsync(agent);

        await SayAsync(agent.Alex, agent, Asked, "Only a manager can");
        await SayAsync(agent.Alex, agent, $"{Asked} yes", "Only a manager can");

        (await agent.UntilAsync(lead, _ => true)).IsBeingForgotten.ShouldBeFalse();
        var refused = await SystemAsync(agent);
        refused.Count.ShouldBe(2);
        refused.ShouldAllBe(entry =>
            entry.EventType == AuditEventType.SecurityAlert
            && entry.Status == AuditStatus.Denied
            && entry.Actor == agent.World.Reps[0].AadObjectId
        );
    }

    [Fact]
    public async Task A_yes_counts_only_after_a_look_and_once()
    {
        await using var agent = await RunningAgent.StartAsync();
        var lead = await LeadAsync(agent);

        await SayAsync(agent.Mona, agent, $"{Asked} yes", "You have not been shown this lately");
        (await agent.UntilAsync(lead, _ => true)).IsBeingForgotten.ShouldBeFalse();
        await SayAsync(agent.Mona, agent, $"{Asked} nora.ahlgren@fabrikam.example yes", "Who should be forgotten?");
        await SayAsync(agent.Mona, agent, $"{Asked} maybe", "About `");
        (await agent.UntilAsync(lead, _ => true)).IsBeingForgotten.ShouldBeFalse();
        (
            await agent
                .Get<ForgetQuestions>()
                .TakeAsync(agent.World.Reps[0].AadObjectId, agent.Get<PersonKeys>().ForEmail(Ines), CancellationToken.None)
        ).ShouldBeFalse();

        await SayAsync(agent.Mona, agent, $"{Asked} YES!", "is being forgotten");
        await ForgottenAsync(agent);
    }

    [Fact]
    public async Task Of_a_stranger_nothing_is_known_and_nothing_kept()
    {
        await using var agent = await RunningAgent.StartAsync();

        await SayAsync(agent.Mona, agent, "forget nobody@acme.example", "Nothing is known about `nobody@acme.example`");
        await SayAsync(agent.Mona, agent, "forget nobody@acme.example yes", "Nothing is known");

        (
            await agent.Get<ForgottenPeople>().FindAsync(agent.Get<PersonKeys>().ForEmail("nobody@acme.example"), CancellationToken.None)
        ).ShouldBeNull();
        (await SystemAsync(agent)).ShouldBeEmpty();
    }
}
