using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using SalesAgent.Bot.Sandbox;
using SalesAgent.Bot.Sandbox.Faults;
using SalesAgent.Bot.Sandbox.HubSpot;
using SalesAgent.Bot.Sandbox.Samples;
using SalesAgent.Core.Forgetting;
using SalesAgent.Core.People;
using SalesAgent.Core.Records;
using SalesAgent.Core.Records.Persons;
using SalesAgent.Core.Records.Reviews;
using SalesAgent.Core.Storage;
using SalesAgent.Core.Storage.Sqlite;
using SalesAgent.Tests.Cli;
using SalesAgent.Tests.Records;
using SalesAgent.Tests.Support;
using static SalesAgent.Tests.Journeys.ForgetSteps;

namespace SalesAgent.Tests.Journeys;

/// <summary>
/// Forgetting while something is out, under way, lost or asked for from elsewhere: it ends with nothing left, and nobody is told otherwise
/// before.
/// </summary>
public sealed class ForgetAgainstOddsTests
{
    [Fact]
    public async Task What_cannot_be_erased_is_told_by_name_and_erased_once_it_can_be()
    {
        await using var agent = await RunningAgent.StartAsync(
            new Dictionary<string, string?> { ["Work:Delays:1"] = "00:00:02" },
            sandboxOutlives: true
        );
        var before = OutsideOf(agent);
        var lead = await LeadAsync(agent, "approve");
        agent.Faults.Set("gmail.drafts.delete", new Fault.Refuse());
        agent.Faults.Set("hubspot.notes.delete", new Fault.Refuse());

        await BeginAsync(agent);
        var told = (await ToldAsync(agent, "is not forgotten everywhere")).Text!;

        told.ShouldContain("A draft in the Gmail of Alex Wilber could not be erased (it");
        told.ShouldContain("A note in HubSpot could not be erased (it did not let us in).");
        told.ShouldNotContain("task", Case.Insensitive);
        Found(agent.StoredBytes()).ShouldBeEmpty();
        (await agent.StoryAsync(lead)).Status.ShouldBe("forgotten");
        OutsideOf(agent).ShouldBe((before.Drafts + 1, before.Tasks, before.Notes + 2, before.Holds));
        await agent.RestartAsync();
        (await SayAsync(agent.Mona, agent, "forget", "Who should be forgotten?")).ShouldContain("A draft in the Gmail of Alex Wilber");
        await SayAsync(agent.Mona, agent, $"forget {Ines}", "is not forgotten everywhere");
        agent
            .World.Teams.Conversations.SelectMany(place => place.Posts)
            .ShouldNotContain(post => (post.Text ?? "").Contains("is forgotten: nothing", StringComparison.Ordinal));

        agent.Faults.Clear();
        await ForgottenAsync(agent);

        OutsideOf(agent).ShouldBe(before);
        (await agent.Get<ForgetLedger>().AllAsync(CancellationToken.None)).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("gmail.threads.list")]
    [InlineData("gmail.drafts.create")]
    [InlineData("hubspot.notes.create")]
    [InlineData("teams.conversations.create")]
    public async Task A_run_that_is_under_way_stops_and_leaves_nothing(string reached)
    {
        await using var agent = await RunningAgent.StartAsync(new Dictionary<string, string?> { ["Sandbox:LatencyMilliseconds"] = "400" });
        var before = OutsideOf(agent);
        var lead = await agent.SubmitSampleAsync();
        await Eventually.FindAsync(() => agent.World.Calls.Calls(reached) > 0 ? agent : null);

        var requests = agent.Get<ForgetRequests>();
        var traces = await requests.FindAsync(Ines, CancellationToken.None);
        await agent
            .Get<LeadWork>()
            .GoOnAsync(
                await requests.BeginAsync(traces, agent.World.Reps[2].AadObjectId, "Mona Adeyemi", CancellationToken.None),
                CancellationToken.None
            );
        await GoneAsync(agent, lead);

        OutsideOf(agent).ShouldBe(before);
        Found(agent.StoredBytes()).ShouldBeEmpty();
        (await agent.StoryAsync(lead)).Fault.ShouldBeNull();
        foreach (var card in agent.World.Teams.Conversations.SelectMany(place => place.Cards))
            card.Card!.ToJsonString().ShouldContain("This lead was forgotten");
    }

    [Fact]
    public async Task A_draft_that_was_written_unheard_is_found_and_erased()
    {
        await using var agent = await RunningAgent.StartAsync(
            new Dictionary<string, string?>(RunningAgent.Impatient) { ["Work:Delays:0"] = "00:10:00" }
        );
        var before = OutsideOf(agent);
        agent.Faults.Set("gmail.drafts.create", new Fault.TimeoutAfterWrite(), times: 1);
        var lead = await agent.SubmitSampleAsync();
        await agent.UntilAsync(lead, state => state.Run is { Claim: null } run && run.Intents.Contains("gmail_draft"));
        agent.AlexMail.Drafts.Count.ShouldBe(before.Drafts + 1);

        await ForgetAsync(agent);

        OutsideOf(agent).ShouldBe(before);
        Found(agent.StoredBytes()).ShouldBeEmpty();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Whichever_commit_fails_repeating_it_ends_with_nothing_left(bool afterWriting)
    {
        FailingStore? failing = null;
        await using var agent = await RunningAgent.StartAsync(services: services =>
            services.AddSingleton<IRecordStore>(provider =>
                failing = new FailingStore(new SqliteRecordStore(provider.GetRequiredService<SqliteDatabase>()))
            )
        );
        var before = OutsideOf(agent);
        var requests = agent.Get<ForgetRequests>();
        for (var number = 1; number <= 10; number++)
        {
            var email = $"jane{number}@acme{number}.example";
            var lead = await agent.SubmitAsync(FormOf(number, email));
            await agent.RestingAsync(lead);
            await Task.Delay(100);
            failing!.FailAt(number, afterWriting);

            for (var tries = 0; (await agent.Get<LeadRecords>().FindAsync(lead, CancellationToken.None)) is not null || tries < 2; tries++)
            {
                tries.ShouldBeLessThan(6);
                try
                {
                    var item = await requests.BeginAsync(
                        await requests.FindAsync(email, CancellationToken.None),
                        "command_line",
                        "a test",
                        CancellationToken.None
                    );
                    await requests.GoOnAsync(item, CancellationToken.None);
                }
                catch (StorageUnavailableException)
                {
                    // As if the process had died here.
                }
            }

            (await agent.StoryAsync(lead)).Fault.ShouldBeNull(number.ToString(System.Globalization.CultureInfo.InvariantCulture));
        }

        OutsideOf(agent).ShouldBe(before);
        foreach (var (_, bytes) in agent.StoredBytes())
            bytes.AsSpan().IndexOf("@acme"u8).ShouldBe(-1);
    }

    [Fact]
    public async Task A_request_whose_work_item_was_lost_is_taken_up_again()
    {
        await using var agent = await RunningAgent.StartAsync();
        var lead = await LeadAsync(agent);
        var (person, now) = (agent.Get<PersonKeys>().ForEmail(Ines), TimeProvider.System.GetUtcNow());
        var lost = new ForgetRequest
        {
            Person = person.Value,
            Keys = [person.Value],
            Leads = [],
            At = now,
            By = "command_line",
            ByName = "a test",
            DueAt = now.AddMinutes(-1),
        };
        await agent.Get<ForgetLedger>().ChangeAsync(person, _ => lost, CancellationToken.None);

        await agent.Get<ForgetRequests>().SweepAsync(CancellationToken.None);
        await GoneAsync(agent, lead);

        Found(agent.StoredBytes()).ShouldBeEmpty();
        (await agent.Get<ForgottenPeople>().FindAsync(person, CancellationToken.None)).ShouldNotBeNull();
    }

    [Fact]
    public async Task A_privacy_deletion_in_HubSpot_forgets_the_contact_by_every_address()
    {
        await using var agent = await RunningAgent.StartAsync();
        var nora = SampleProspect.Nora;
        var lead = await agent.SubmitAsync(FormOf(1, nora.SecondEmail!));
        await agent.RestingAsync(lead);
        (await agent.Get<ForgetRequests>().FindAsync(nora.Email, CancellationToken.None)).Leads.ShouldBe([lead]);

        await EventAsync(agent, "contact.privacyDeletion", nora.ContactId!.Value);
        await EventAsync(agent, "contact.deletion", nora.ContactId.Value);
        await GoneAsync(agent, lead);

        (await agent.StoryAsync(lead)).Lines[^1].Entry.Actor.ShouldBe("hubspot");
        foreach (var address in (string[])[nora.Email, nora.SecondEmail!])
            await SayAsync(agent.Alex, agent, $"prospect {address}", "was forgotten on");
        var again = await EventAsync(agent, "contact.creation", nora.ContactId.Value, "FORM");
        (again.Status, again.Body).ShouldBe((202, """{"status":"accepted","leadIds":[]}"""));
    }

    [Fact]
    public async Task A_deletion_in_HubSpot_is_told_on_the_open_card_and_left_to_the_rep()
    {
        await using var agent = await RunningAgent.StartAsync();
        var marcus = SampleProspect.Marcus;
        var lead = await agent.SubmitAsync(FormOf(1, marcus.Email));
        var card = agent.CardOf(await agent.RestingAsync(lead));

        await EventAsync(agent, "contact.deletion", marcus.ContactId!.Value);
        await agent.UntilAsync(
            lead,
            state => state.Review is { ContactDeletedAt: not null } review && review.ShownRevision == review.Revision
        );

        card.Card!.ToJsonString().ShouldContain("this contact was deleted there");
        (await agent.UntilAsync(lead, _ => true)).Review!.State.ShouldBe(ReviewState.Proposed);
        await agent.Alex.At(card).ClickAsync(agent.App.Messages, card, "reject");
        (await agent.DecidedAsync(lead)).Review!.State.ShouldBe(ReviewState.Rejected);
    }

    [Fact]
    public async Task A_contact_who_turns_out_to_be_somebody_forgotten_is_dropped_before_anything_is_written()
    {
        await using var agent = await RunningAgent.StartAsync();
        var (marcus, before) = (SampleProspect.Marcus, OutsideOf(agent));
        var key = agent.Get<PersonKeys>().ForEmail(marcus.Email);
        await agent
            .Get<ForgottenPeople>()
            .KeepAsync(
                [key],
                new ForgottenPerson(key.Value, TimeProvider.System.GetUtcNow(), "command_line", "a test"),
                CancellationToken.None
            );

        var answer = await EventAsync(agent, "contact.creation", marcus.ContactId!.Value, "FORM");
        var lead = LeadId.Parse(answer.Json!["leadIds"]![0]!.GetValue<string>());
        await GoneAsync(agent, lead);

        (await agent.StoryAsync(lead)).Lines[^1].Entry.Action.ShouldBe("forgotten");
        OutsideOf(agent).ShouldBe(before);
        agent.World.Teams.Cards.ShouldBe(0);
    }

    [Fact]
    public async Task From_the_command_line_it_is_the_same_also_beside_a_server()
    {
        await using var agent = await RunningAgent.StartAsync(sandboxOutlives: true);
        var before = OutsideOf(agent);
        var lead = await LeadAsync(agent);

        var listed = await RunAsync("--json");
        (listed["status"]!.GetValue<string>(), listed["leads"]!.GetValue<int>(), listed["drafts"]!.GetValue<int>()).ShouldBe(
            ("known", 1, 1)
        );
        (await agent.UntilAsync(lead, _ => true)).IsBeingForgotten.ShouldBeFalse();

        var erased = await RunAsync("--yes", "--json");
        (erased["status"]!.GetValue<string>(), erased["left"]!.AsArray().Count).ShouldBe(("forgotten", 0));
        OutsideOf(agent).ShouldBe(before);
        (await agent.StoryAsync(lead)).Status.ShouldBe("forgotten");
        Found(agent.StoredBytes()).ShouldBeEmpty();

        (await RunAsync("--json"))["status"]!.GetValue<string>().ShouldBe("forgotten");
        (await BotProcess.RunWithAsync(agent.Environment(), "audit", "show", lead.Value)).Output.ShouldContain("The chain is whole.");
        (await BotProcess.RunWithAsync(agent.Environment(), "forget", "nobody")).ExitCode.ShouldBe(2);

        async Task<JsonNode> RunAsync(params string[] options)
        {
            var ran = await BotProcess.RunWithAsync(agent.Environment(), ["forget", Ines, .. options]);
            ran.ExitCode.ShouldBe(0, ran.Error);
            ran.Error.ShouldNotContain("carvalho", Case.Insensitive);
            return JsonNode.Parse(ran.Output)!;
        }
    }

    [Fact]
    public async Task The_log_names_nobody()
    {
        await using var agent = await RunningAgent.StartAsync();
        var lead = await LeadAsync(agent);
        agent.Faults.Set("gmail.drafts.delete", new Fault.Refuse(), times: 1);

        await ForgetAsync(agent);

        agent.Log.Texts.ShouldContain(line => line.Contains("is forgotten: 1 leads", StringComparison.Ordinal));
        agent.Log.Texts.Where(line => Personal.Any(word => line.Contains(word, StringComparison.OrdinalIgnoreCase))).ShouldBeEmpty();
        (await agent.StoryAsync(lead)).Status.ShouldBe("forgotten");
    }

    private static JsonObject FormOf(int number, string email) =>
        new SampleSubmission(
            $"b{number:D7}-0000-4000-8000-000000000009",
            new SampleProspect("One of many", email, $"Jane{number}", "Roe", null, "Head of Sales", "+1 555 0100", "America/New_York"),
            TimeProvider.System.GetUtcNow().AddMinutes(-1),
            "Contact",
            "https://contoso.example/form",
            "We need prices soon."
        ).Form();

    private static Task<SandboxReply> EventAsync(RunningAgent agent, string type, long contact, string source = "CRM_UI")
    {
        var events = new JsonArray(
            new JsonObject
            {
                ["eventId"] = 7,
                ["subscriptionId"] = 1,
                ["portalId"] = SandboxCredentials.HubSpotPortalId,
                ["appId"] = 1,
                ["occurredAt"] = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds(),
                ["subscriptionType"] = type,
                ["attemptNumber"] = 0,
                ["objectId"] = contact,
                ["changeSource"] = source,
                ["sourceId"] = "userId:0",
            }
        );
        return agent.Sandbox.HubSpot.SendAsync(agent.App.Address, HubSpotRoute.Events, events.ToJsonString());
    }
}
