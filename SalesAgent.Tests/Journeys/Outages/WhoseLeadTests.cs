using SalesAgent.Bot.Sandbox.Faults;
using SalesAgent.Bot.Sandbox.Samples;
using SalesAgent.Core.Records;
using SalesAgent.Core.Records.Ledger;
using SalesAgent.Core.Records.Reviews;
using SalesAgent.Core.Records.Runs;
using SalesAgent.Tests.Support;

namespace SalesAgent.Tests.Journeys.Outages;

/// <summary>Whose lead it is decides who sees a person: as long as HubSpot may say so later, nobody is taken for the owner.</summary>
public sealed class WhoseLeadTests
{
    /// <summary>Only HubSpot's list of owners says that 51002 is Lena.</summary>
    private static readonly Dictionary<string, string?> OwnersAreLookedUp = new() { ["Reps:1:HubSpotOwnerId"] = "" };

    public static TheoryData<string, string> Unanswered { get; } =
        new(
            from asked in new[] { "hubspot.contacts.get", "hubspot.owners.get", "hubspot.*" }
            from kind in new[] { "503", "429 with pause", "429", "hang", "garbage", "cut" }
            select (asked, kind)
        );

    [Theory]
    [MemberData(nameof(Unanswered))]
    public async Task While_HubSpot_does_not_say_nothing_is_written_and_nobody_is_told(string asked, string kind)
    {
        await using var drill = await OutageDrill.StartAsync(settings: OwnersAreLookedUp);
        var agent = drill.Agent;
        var (alex, lena) = (agent.AlexMail.Drafts.Count, LenasMail(agent).Drafts.Count);
        agent.Faults.Set(asked, Named(kind));
        var lead = await ZoeAsync(agent);

        await drill.PassAsync(TimeSpan.FromMinutes(5));
        (agent.AlexMail.Drafts.Count, LenasMail(agent).Drafts.Count, agent.World.Teams.Cards).ShouldBe((alex, lena, 0));
        agent.World.Calls.Calls("gmail.threads.list").ShouldBe(0);
        agent.World.Calls.Calls("calendar.freebusy").ShouldBe(0);
        (await StateAsync(agent, lead)).Run.Dossier.RepId.ShouldBeNull();

        agent.Faults.Clear();
        var state = await drill.UntilAsync(
            lead,
            found => found is { Run: { Status: "completed", Claim: null }, Review: { Cards.Count: > 0 } }
        );

        state.Run.Dossier.RepId.ShouldBe(agent.World.Reps[1].AadObjectId);
        (agent.AlexMail.Drafts.Count, LenasMail(agent).Drafts.Count).ShouldBe((alex, lena + 1));
        state.Run.Dossier.Draft!.FromName.ShouldBe("Lena Brandt");
        agent.CardOf(state).Card!.ToJsonString().ShouldNotContain("Alex");
        agent.World.Teams.Cards.ShouldBe(1);
    }

    [Fact]
    public async Task One_wish_to_wait_ten_seconds_leaves_the_lead_with_its_owner()
    {
        await using var drill = await OutageDrill.StartAsync();
        var agent = drill.Agent;
        agent.Faults.Set("hubspot.contacts.*", new Fault.Status(429, TimeSpan.FromSeconds(10)), times: 1);

        var state = await drill.UntilAsync(
            await ZoeAsync(agent),
            found => found is { Run.Status: "completed", Review: { Cards.Count: > 0 } }
        );

        state.Run.Dossier.RepId.ShouldBe(agent.World.Reps[1].AadObjectId);
        agent.World.Calls.Writes("gmail.drafts.create").ShouldBe(1);
    }

    [Theory]
    [InlineData("503")]
    [InlineData("garbage")]
    public async Task Somebody_new_waits_for_whose_company_it_is(string kind)
    {
        await using var drill = await OutageDrill.StartAsync();
        var agent = drill.Agent;
        agent.World.HubSpot.Create(
            "companies",
            new Dictionary<string, string>
            {
                ["domain"] = SampleProspect.Ines.Domain,
                ["name"] = "Tailspin",
                ["hubspot_owner_id"] = "51002",
            }
        );
        agent.Faults.Set("hubspot.companies.search", Named(kind));
        var lead = await agent.SubmitSampleAsync();
        await drill.PassAsync(TimeSpan.FromMinutes(2));
        (agent.World.Calls.Writes("gmail.drafts.create"), agent.World.Teams.Cards).ShouldBe((0, 0));

        agent.Faults.Clear();
        var state = await drill.UntilAsync(lead, found => found is { Run.Status: "completed", Review: { Cards.Count: > 0 } });
        state.Run.Dossier.RepId.ShouldBe(agent.World.Reps[1].AadObjectId);
    }

    [Fact]
    public async Task A_lead_that_a_rep_asked_for_is_theirs_whatever_HubSpot_does()
    {
        await using var drill = await OutageDrill.StartAsync();
        var agent = drill.Agent;
        agent.Faults.Set("hubspot.*", Named("503"));

        await agent.Alex.Personal.SayAsync(agent.App.Messages, $"prospect {SampleProspect.Zoe.Email}");

        var lead = (await agent.Get<OpenLedger>().LatestAsync(1, CancellationToken.None)).ShouldHaveSingleItem();
        var state = await drill.UntilAsync(lead, found => found is { Run.EndedAt: not null, Review: { Cards.Count: > 0 } });
        state.Run.Dossier.RepId.ShouldBe(agent.World.Reps[0].AadObjectId);
        state.Review!.State.ShouldBe(ReviewState.Proposed);
    }

    [Fact]
    public async Task When_it_stays_unknown_a_manager_hears_of_it_no_mail_is_written_and_an_operator_can_have_it_tried_again()
    {
        await using var drill = await OutageDrill.StartAsync();
        var agent = drill.Agent;
        agent.Faults.Set("hubspot.*", Named("503"));
        var lead = await ZoeAsync(agent);

        await drill.PassAsync(TimeSpan.FromHours(16));

        var buried = (await drill.Queue.ListBuriedAsync(10, CancellationToken.None)).ShouldHaveSingleItem();
        buried.BuriedBecause!.ShouldStartWith("HubSpot could not be read (it did not answer), so it is not known whose lead this is.");
        var told = await drill.UntilAsync(lead, found => found.Review is { Cards.Count: 1 });
        told.Run.Status.ShouldBe("failed");
        told.Run.Dossier.RepId.ShouldBe(agent.World.Reps[2].AadObjectId, "a manager may see every lead");
        agent.CardOf(told).Card!.ToJsonString().ShouldContain("No draft was made");
        agent.World.Calls.Writes("gmail.drafts.create").ShouldBe(0);

        agent.Faults.Clear();
        (await drill.Queue.RetryBuriedAsync(buried.Id, CancellationToken.None)).ShouldBeTrue();
        var state = await drill.UntilAsync(lead, found => found is { Run.Status: "completed", Review.State: ReviewState.Proposed });

        state.Run.Dossier.RepId.ShouldBe(agent.World.Reps[1].AadObjectId);
        LenasMail(agent).Draft(state.Run.Dossier.MailboxDraft!.DraftId).ShouldNotBeNull();
        state.Review!.CardsFor.ShouldBe(agent.World.Reps[1].AadObjectId, "its owner has a card of their own");
        (await drill.Queue.ListBuriedAsync(10, CancellationToken.None)).ShouldBeEmpty();
    }

    [Fact]
    public async Task An_owner_who_becomes_known_before_anything_is_written_takes_it_over()
    {
        await using var agent = await RunningAgent.StartAsync();
        var alex = agent.AlexMail.Drafts.Count;

        // The first look is refused for good, so that the lead goes to whoever takes what nobody owns; the second one is answered.
        agent.Faults.Set("hubspot.contacts.*", new Fault.Refuse(), times: 1);

        var state = await agent.RestingAsync(await ZoeAsync(agent));

        state.Run.Dossier.RepId.ShouldBe(agent.World.Reps[1].AadObjectId);
        agent.AlexMail.Drafts.Count.ShouldBe(alex);
        state.Run.Dossier.Draft!.From.ShouldBe(agent.World.Reps[1].Email);
        state.Run.Step(StepNames.SearchEmail).Status.ShouldBe(StepStatus.Done);
        state
            .Run.Dossier.Correspondence!.Lines.Select(line => line.Subject)
            .ShouldContain(line => line.Contains("A question about regions"), "it was looked for in her mailbox");
    }

    [Fact]
    public async Task Nothing_is_filed_without_its_owner_while_HubSpot_may_still_say_who_that_is()
    {
        await using var drill = await OutageDrill.StartAsync(settings: new Dictionary<string, string?> { ["Reps:0:HubSpotOwnerId"] = "" });
        var agent = drill.Agent;
        agent.Faults.Set("hubspot.owners.*", Named("503"));
        var lead = await agent.SubmitSampleAsync();
        await drill.UntilAsync(lead, found => found is { Run.EndedAt: not null, Review: { Cards.Count: 1 } });
        agent.World.Calls.Writes("hubspot.contacts.create").ShouldBe(0);

        agent.Faults.Clear();
        var state = await drill.UntilAsync(lead, found => found is { Run: { Status: "completed", Claim: null } });

        agent.World.HubSpot.Find("contacts", state.Run.Dossier.Crm!.Contact.Value)!["hubspot_owner_id"].ShouldBe("51001");
        agent.World.HubSpot.Find("tasks", state.Run.Dossier.TaskId!.Value.Value)!["hubspot_owner_id"].ShouldBe("51001");
    }

    private static Task<LeadId> ZoeAsync(RunningAgent agent) =>
        agent.SubmitAsync(
            SampleData
                .At(TimeProvider.System.GetUtcNow())
                .Submissions.First(one => one.Form().ToJsonString().Contains(SampleProspect.Zoe.Email, StringComparison.Ordinal))
                .Form()
        );

    private static Bot.Sandbox.Gmail.Mailboxes.Mailbox LenasMail(RunningAgent agent) => agent.World.Gmail[agent.World.Reps[1].Email];

    private static async Task<LeadState> StateAsync(RunningAgent agent, LeadId lead) =>
        (await agent.Get<LeadRecords>().FindAsync(lead, CancellationToken.None))!;

    private static Fault Named(string kind) =>
        kind switch
        {
            "503" => new Fault.Status(503),
            "429 with pause" => new Fault.Status(429, TimeSpan.FromSeconds(10)),
            "429" => new Fault.Status(429, Body: "{}"),
            "hang" => new Fault.Delay(TimeSpan.FromHours(10)),
            "garbage" => new Fault.Garbage(GarbageKind.Html),
            "cut" => new Fault.Drop(AfterWrite: false),
            _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "No fault of that name."),
        };
}
