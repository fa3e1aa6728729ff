using System.Text.Json.Nodes;
using SalesAgent.Bot.Sandbox;
using SalesAgent.Bot.Sandbox.HubSpot;
using SalesAgent.Bot.Sandbox.Samples;
using SalesAgent.Bot.Sandbox.Teams;
using SalesAgent.Core.Forgetting;
using SalesAgent.Core.Records;
using SalesAgent.Tests.Support;

namespace SalesAgent.Tests.Journeys;

/// <summary>HubSpot merges, deletes and restores contacts and companies after their lead came: what is kept here follows.</summary>
public sealed class MergedContactsTests
{
    private const long Noon = 1_795_300_000_000;

    /// <summary>The survivor of the first merges.</summary>
    private const long New = 40_900;

    private static readonly SampleProspect Marcus = SampleProspect.Marcus;
    private static readonly long MarcusId = Marcus.ContactId!.Value;

    [Theory]
    [InlineData("contact.", null)]
    [InlineData("object.", "0-1")]
    public async Task What_was_merged_away_is_no_deletion_and_everything_goes_to_the_survivor(string prefix, string? type)
    {
        await using var agent = await RunningAgent.StartAsync();
        var (lead, card) = await OpenAsync(agent);
        agent.World.HubSpot.Merge("contacts", MarcusId, [30_999], New);

        await TellAsync(
            agent,
            Deletion(MarcusId, prefix, type),
            Merge(MarcusId, [30_999], New, prefix: prefix, type: type),
            Deletion(30_999, prefix, type)
        );
        await LinkedAsync(agent, lead, card, New);

        card.Card!.ToJsonString().ShouldNotContain("deleted there");
        await agent.Alex.At(card).ClickAsync(agent.App.Messages, card, "approve");
        var decided = await agent.DecidedAsync(lead);
        decided.Review!.CarriedOut.NoteOutcome.ShouldBe("");
        agent.World.HubSpot.LinksOf("contacts", New, "notes").Count.ShouldBe(2, "the one of the draft and the one of the decision");
    }

    /// <summary>
    /// The lead came under a contact that went into a second, which went into a third: the privacy deletion is of the third.
    /// </summary>
    [Theory]
    [InlineData("merges, then the erasure", 0, 1, 2, 3, 4)]
    [InlineData("the erasure, then the merges", 4, 3, 2, 1, 0)]
    [InlineData("the second merge first", 2, 0, 4, 1, 3)]
    [InlineData("one of the merges last", 1, 4, 2, 3, 0)]
    public async Task A_privacy_deletion_of_the_survivor_erases_whoever_was_merged_into_it(string order, params int[] deliveries)
    {
        await using var agent = await RunningAgent.StartAsync();
        var nora = SampleProspect.Nora;
        var bystander = await agent.SubmitAsync(Form(2, nora.Email));
        await agent.RestingAsync(bystander);
        var before = ForgetSteps.OutsideOf(agent);
        var (lead, _) = await OpenAsync(agent);
        JsonObject[] events =
        [
            Merge(MarcusId, [30_999], New),
            Deletion(MarcusId),
            Merge(31_500, [New], null, at: 60_000, type: "0-1", prefix: "object."),
            Deletion(New, at: 60_000),
            Event("contact.privacyDeletion", 31_500, at: 120_000),
        ];

        foreach (var which in deliveries.Concat(deliveries))
            await TellAsync(agent, events[which].DeepClone().AsObject());
        await ForgetSteps.GoneAsync(agent, lead);

        ForgetSteps.OutsideOf(agent).ShouldBe(before, order);
        (await agent.UntilAsync(bystander, _ => true)).Lead.Incoming.Email.ShouldBe(nora.Email);
        var again = await agent.Sandbox.HubSpot.SendAsync(
            agent.App.Address,
            HubSpotRoute.Events,
            new JsonArray(Event("contact.creation", MarcusId, at: 180_000, source: "FORM")).ToJsonString()
        );
        (again.Status, again.Body).ShouldBe((202, """{"status":"accepted","leadIds":[]}"""));
    }

    [Fact]
    public async Task Merge_and_erasure_before_anything_is_known_here_keep_the_person_out()
    {
        await using var agent = await RunningAgent.StartAsync();
        await TellAsync(agent, Event("contact.privacyDeletion", New, at: 60_000));
        await TellAsync(agent, Merge(MarcusId, [30_999], New));

        var late = new JsonArray(Event("contact.creation", MarcusId, source: "FORM")).ToJsonString();
        var answer = await agent.Sandbox.HubSpot.SendAsync(agent.App.Address, HubSpotRoute.Events, late);

        answer.Body.ShouldBe("""{"status":"accepted","leadIds":[]}""");
    }

    /// <summary>Nothing can be merged with a contact that does not exist any more.</summary>
    [Fact]
    public async Task A_merge_alone_or_with_somebody_erased_long_before_erases_nobody()
    {
        await using var agent = await RunningAgent.StartAsync();
        var (lead, card) = await OpenAsync(agent);

        await TellAsync(agent, Event("contact.privacyDeletion", New));
        await TellAsync(agent, Merge(MarcusId, [], New, at: 24 * 3_600_000));
        await TellAsync(agent, Merge(MarcusId, [30_999], 40_901, at: 25 * 3_600_000));
        await TellAsync(agent, Event("contact.privacyDeletion", New));
        await TellAsync(agent, Event("contact.deletion", 40_901, at: 26 * 3_600_000));
        await SaysAsync(agent, lead, card, "deleted there");

        (await agent.Get<ForgetLedger>().AllAsync(CancellationToken.None)).ShouldBeEmpty();
        (await agent.RestingAsync(lead)).Lead.Incoming.Email.ShouldBe(Marcus.Email);
    }

    /// <summary>Who asks to forget an address is asked about all that is one contact in HubSpot.</summary>
    [Fact]
    public async Task Forgetting_by_address_follows_merges()
    {
        await using var agent = await RunningAgent.StartAsync();
        var (lead, _) = await OpenAsync(agent);
        var nora = SampleProspect.Nora;
        var other = await agent.SubmitAsync(Form(2, nora.Email));
        await agent.RestingAsync(other);

        await TellAsync(agent, Merge(nora.ContactId!.Value, [MarcusId], null));

        var traces = await agent.Get<ForgetRequests>().FindAsync(Marcus.Email, CancellationToken.None);
        traces.Leads.ShouldBe([lead, other], ignoreOrder: true);
        traces.Known.ShouldBe(2);
    }

    [Theory]
    [InlineData("contact.restore", null)]
    [InlineData("object.restore", "0-1")]
    public async Task A_restored_contact_is_no_longer_told_as_deleted(string restored, string? type)
    {
        await using var agent = await RunningAgent.StartAsync();
        var (lead, card) = await OpenAsync(agent);

        await TellAsync(agent, Deletion(MarcusId));
        await SaysAsync(agent, lead, card, "deleted there");
        await TellAsync(agent, Event(restored, MarcusId, at: 60_000, type: type));
        await Eventually.FindAsync(() => card.Card!.ToJsonString().Contains("deleted there", StringComparison.Ordinal) ? null : card);

        // A repeat of the deletion that was undone since.
        await TellAsync(agent, Deletion(MarcusId));
        (await agent.RestingAsync(lead)).Review!.ContactDeletedAt.ShouldBeNull();
    }

    [Fact]
    public async Task What_HubSpot_tells_while_the_run_is_under_way_is_on_the_card_once_there_is_one()
    {
        await using var agent = await RunningAgent.StartAsync(new Dictionary<string, string?> { ["Sandbox:LatencyMilliseconds"] = "150" });
        var lead = await agent.SubmitAsync(Form(1, Marcus.Email));
        await Eventually.FindAsync(() => agent.World.Calls.Calls("gmail.drafts.create") > 0 ? agent : null);
        agent.World.HubSpot.Merge("contacts", MarcusId, [30_999], New);

        await TellAsync(agent, Merge(MarcusId, [30_999], New), Deletion(MarcusId));

        var (_, card) = await agent.ShownAsync(lead);
        await LinkedAsync(agent, lead, card, New);
        card.Card!.ToJsonString().ShouldNotContain("deleted there");
    }

    [Fact]
    public async Task An_event_of_a_contact_that_is_another_by_now_is_a_lead_of_that_one()
    {
        await using var agent = await RunningAgent.StartAsync();
        agent.World.HubSpot.Merge("contacts", MarcusId, [30_999], New);
        await TellAsync(agent, Merge(MarcusId, [30_999], New));

        var answer = await agent.Sandbox.HubSpot.SendAsync(
            agent.App.Address,
            HubSpotRoute.Events,
            new JsonArray(Event("contact.creation", MarcusId, source: "FORM")).ToJsonString()
        );
        var (state, _) = await agent.ShownAsync(LeadId.Parse(answer.Json!["leadIds"]![0]!.GetValue<string>()));

        (state.Run.Dossier.Contact!.Id.Value, state.Run.Dossier.Prospect!.Email).ShouldBe((New, Marcus.Email));
    }

    [Theory]
    [InlineData("company.merge", null, 70_990L)]
    [InlineData("object.merge", "0-2", 70_990L)]
    [InlineData("company.deletion", null, null)]
    public async Task What_became_of_the_company_is_followed_where_notes_are_filed(string subscription, string? type, long? company)
    {
        await using var agent = await RunningAgent.StartAsync();
        var (lead, card) = await OpenAsync(agent);
        var old = Marcus.CompanyId!.Value;
        if (company is { } survivor)
        {
            agent.World.HubSpot.Merge("companies", old, [], survivor);
            await TellAsync(agent, Merge(old, [], survivor, prefix: subscription[..^"merge".Length], type: type));
        }
        else
        {
            await TellAsync(agent, Event(subscription, old));
        }

        var before = agent.World.HubSpot.LinksOf("companies", old, "notes").Count;
        await agent.Alex.At(card).ClickAsync(agent.App.Messages, card, "approve");
        (await agent.DecidedAsync(lead)).Review!.CarriedOut.NoteOutcome.ShouldBe("");

        agent.World.HubSpot.LinksOf("companies", old, "notes").Count.ShouldBe(before);
        if (company is { } now)
            agent.World.HubSpot.LinksOf("companies", now, "notes").Count.ShouldBe(before + 1);
        card.Card!.ToJsonString().ShouldNotContain("deleted there");
    }

    private static async Task<(LeadId Lead, TeamsPost Card)> OpenAsync(RunningAgent agent)
    {
        var lead = await agent.SubmitAsync(Form(1, Marcus.Email));
        return (lead, agent.CardOf(await agent.RestingAsync(lead)));
    }

    private static Task<TeamsPost> LinkedAsync(RunningAgent agent, LeadId lead, TeamsPost card, long contact) =>
        SaysAsync(agent, lead, card, $"/record/0-1/{contact}");

    private static async Task<TeamsPost> SaysAsync(RunningAgent agent, LeadId lead, TeamsPost card, string text)
    {
        await Eventually.FindAsync(() => card.Card!.ToJsonString().Contains(text, StringComparison.Ordinal) ? card : null);
        await agent.RestingAsync(lead);
        return card;
    }

    private static async Task TellAsync(RunningAgent agent, params JsonObject[] events)
    {
        var answer = await agent.Sandbox.HubSpot.SendAsync(
            agent.App.Address,
            HubSpotRoute.Events,
            new JsonArray([.. events]).ToJsonString()
        );
        (answer.Status, answer.Body).ShouldBe((202, """{"status":"accepted","leadIds":[]}"""));
    }

    private static JsonObject Deletion(long id, string prefix = "contact.", string? type = null, long at = 0) =>
        Event($"{prefix}deletion", id, at, type);

    private static JsonObject Merge(long primary, long[] merged, long? newId, long at = 0, string? type = null, string prefix = "contact.")
    {
        var merge = Event($"{prefix}merge", primary, at, type);
        merge["primaryObjectId"] = primary;
        merge["mergedObjectIds"] = new JsonArray([.. merged.Select(id => JsonValue.Create(id))]);
        merge["newObjectId"] = newId ?? primary;
        merge["numberOfPropertiesMoved"] = 7;
        return merge;
    }

    private static JsonObject Event(string subscription, long id, long at = 0, string? type = null, string source = "CRM_UI")
    {
        var told = new JsonObject
        {
            ["eventId"] = 7,
            ["subscriptionId"] = 1,
            ["portalId"] = SandboxCredentials.HubSpotPortalId,
            ["appId"] = 1,
            ["occurredAt"] = Noon + at,
            ["subscriptionType"] = subscription,
            ["attemptNumber"] = 0,
            ["objectId"] = id,
            ["changeSource"] = source,
            ["sourceId"] = "userId:0",
        };
        if (type is not null)
            told["objectTypeId"] = type;
        return told;
    }

    private static JsonObject Form(int number, string email) =>
        new SampleSubmission(
            $"b{number:D7}-0000-4000-8000-000000000019",
            new SampleProspect("One of many", email, $"Jane{number}", "Roe", null, "Head of Sales", "+1 555 0100", "America/New_York"),
            TimeProvider.System.GetUtcNow().AddMinutes(-1),
            "Contact",
            "https://contoso.example/form",
            "We need prices soon."
        ).Form();
}
