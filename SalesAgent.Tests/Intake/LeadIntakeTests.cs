using SalesAgent.Core.Audit;
using SalesAgent.Core.Evidence;
using SalesAgent.Core.Intake;
using SalesAgent.Core.Records;
using SalesAgent.Core.Records.Joining;
using SalesAgent.Core.Records.Ledger;
using SalesAgent.Core.Records.Persons;
using SalesAgent.Core.Records.Reviews;
using SalesAgent.Core.Storage;
using SalesAgent.Core.Work;
using SalesAgent.Tests.Records;
using SomeReviews = SalesAgent.Tests.Records.Reviews;

namespace SalesAgent.Tests.Intake;

public sealed class LeadIntakeTests : IAsyncDisposable
{
    /// <summary>The person's event and window, the ledger, the lead itself.</summary>
    private const int CommitsOfOneLead = 3;

    private readonly LeadsUnderTest leads = new();

    public ValueTask DisposeAsync() => leads.DisposeAsync();

    public static MatrixTheoryData<int, bool> EveryPlaceToDie => new(Enumerable.Range(1, CommitsOfOneLead), [false, true]);

    [Fact]
    public async Task An_accepted_lead_is_stored_in_the_ledger_on_the_queue_and_handed_over()
    {
        var id = await leads.AcceptedAsync(leads.Form() with { Email = " Jane@ACME.example" });

        leads.Store.Commits.ShouldBe(CommitsOfOneLead);
        var state = await leads.FindAsync(id);
        state.Lead.Incoming.Email.ShouldBe("jane@acme.example");
        state.Lead.ReceivedAt.ShouldBe(leads.Time.GetUtcNow());
        state.Run.Status.ShouldBe("running");
        (await leads.QueuedAsync()).ShouldBe([new WorkItem(LeadWork.RunLead, id.Value)]);
        leads.HandOver.Reader.TryRead(out var work).ShouldBeTrue();
        work.Item.Subject.ShouldBe(id.Value);
        await TheLedgerKnowsAsync(id);
    }

    [Fact]
    public async Task In_the_file_a_lead_of_somebody_unknown_is_one_transaction()
    {
        await using var file = new LeadsUnderTest(inOneTransaction: true);
        var before = file.Transactions;

        var id = await file.AcceptedAsync(file.Form());

        (file.Transactions - before).ShouldBe(1);
        (await file.FindAsync(id)).Run.Status.ShouldBe("running");
        (await file.QueuedAsync()).ShouldBe([new WorkItem(LeadWork.RunLead, id.Value)]);
        (await file.AcceptAsync(file.Form())).ShouldBe(new IntakeResult.AlreadySeen(id));
        (await file.QueuedAsync()).Count.ShouldBe(1);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_finds_no_room_in_this_process_is_there_for_others_at_once_oldest_first(bool inOneTransaction)
    {
        await using var many = new LeadsUnderTest(inOneTransaction);
        var before = many.Transactions;
        var ids = new List<string>();
        for (var number = 0; number < 300; number++)
        {
            ids.Add((await many.AcceptedAsync(many.Form(email: $"jane{number}@acme.example"))).Value);
            many.Time.Advance(TimeSpan.FromMilliseconds(1));
        }

        // In the file it costs no flush of its own.
        if (inOneTransaction)
            (many.Transactions - before).ShouldBe(ids.Count);
        var handedOver = new List<string>();
        while (many.HandOver.Reader.TryRead(out var work))
            handedOver.Add(work.Item.Subject);
        handedOver.Count.ShouldBeInRange(1, 299);
        var others = await many.Queue.ReceiveAsync(300, TimeSpan.FromSeconds(30), CancellationToken.None);
        others.ShouldAllBe(work => work.Attempts == 1);
        handedOver.Concat(others.Select(work => work.Item.Subject)).ShouldBe(ids);
    }

    [Fact]
    public async Task A_lead_that_a_rep_asked_for_goes_on_here_and_first_however_many_wait()
    {
        for (var number = 0; number < 300; number++)
            await leads.AcceptedAsync(leads.Form(email: $"jane{number}@acme.example"));

        var asked = await leads.AcceptedAsync(
            leads.Form(email: "omar@acme.example") with
            {
                Source = LeadSource.Chat,
                RequestedBy = "aad-alex",
            }
        );

        leads.HandOver.Reader.TryRead(out var first).ShouldBeTrue();
        first.Item.Subject.ShouldBe(asked.Value);
    }

    [Fact]
    public async Task A_lead_of_a_campaign_goes_first_once_a_rep_asks_for_it()
    {
        for (var number = 0; number < 300; number++)
            await leads.AcceptedAsync(leads.Form(email: $"jane{number}@acme.example"));
        var waiting = await leads.AcceptedAsync(leads.Form(email: "omar@acme.example"));

        (
            await leads.AcceptAsync(leads.Form("chat:1", "omar@acme.example") with { Source = LeadSource.Chat, RequestedBy = "aad-alex" })
        ).ShouldBe(new IntakeResult.AlreadySeen(waiting));

        (await leads.Queue.ReceiveAsync(1, TimeSpan.FromSeconds(30), CancellationToken.None))
            .ShouldHaveSingleItem()
            .Item.Subject.ShouldBe(waiting.Value);
        (await leads.Queue.CountAsync(CancellationToken.None)).ShouldBe(301);
    }

    [Fact]
    public async Task Repeated_deliveries_make_no_further_items()
    {
        await leads.AcceptedAsync(leads.Form());

        for (var time = 0; time < 20; time++)
            await leads.AcceptAsync(leads.Form($"another:{time % 2}"));

        (await leads.Queue.CountAsync(CancellationToken.None)).ShouldBe(1);
    }

    [Fact]
    public async Task The_first_audit_entry_says_where_the_lead_came_from_with_the_address_sealed()
    {
        var story = await StoryAsync(await leads.AcceptedAsync(leads.Form()));

        var line = story.Lines.ShouldHaveSingleItem();
        (line.Entry.EventType, line.Entry.Actor).ShouldBe((AuditEventType.ProspectIntake, "hubspot"));
        line.Entry.Metadata["source"].ShouldBe(nameof(LeadSource.FormSubmission));
        line.Details.ShouldBe("jane@acme.example");
        line.Entry.Details!.ShouldNotContain("jane");
    }

    [Fact]
    public async Task A_lead_that_a_rep_asked_for_names_the_rep_by_id()
    {
        var id = await leads.AcceptedAsync(leads.Form() with { Source = LeadSource.Chat, RequestedBy = "aad-alex" });

        (await StoryAsync(id)).Lines[0].Entry.Actor.ShouldBe("aad-alex");
    }

    [Fact]
    public async Task A_redelivery_and_another_sign_of_the_same_lead_start_nothing()
    {
        var id = await leads.AcceptedAsync(leads.Form("form:1"));

        (await leads.AcceptAsync(leads.Form("form:1"))).ShouldBe(new IntakeResult.AlreadySeen(id));
        (await leads.AcceptAsync(leads.Form("created:1"))).ShouldBe(new IntakeResult.AlreadySeen(id));
        (await leads.QueuedAsync()).Count.ShouldBe(1);
        (await StoryAsync(id)).Lines.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_redelivery_of_what_began_a_lead_is_known_when_there_is_a_newer_lead_and_it_names_another_moment()
    {
        var first = await leads.AcceptedAsync(leads.Form("form:1"));
        leads.Time.Advance(PersonLeads.Window * 2);
        var second = await leads.AcceptedAsync(leads.Form("form:2"));
        leads.Time.Advance(PersonLeads.Window * 2);

        (await leads.AcceptAsync(leads.Form("form:1"))).ShouldBe(new IntakeResult.AlreadySeen(first));
        (await leads.AcceptAsync(leads.Form("form:2"))).ShouldBe(new IntakeResult.AlreadySeen(second));
        (await leads.People.OfAsync(leads.Keys.ForEmail("jane@acme.example"), CancellationToken.None)).ShouldBe(
            [first, second],
            ignoreOrder: true
        );
    }

    [Fact]
    public async Task A_contact_without_an_address_is_a_lead_too()
    {
        var contact = leads.Form(email: null) with { ContactId = "42", Source = LeadSource.HubSpotEvent };

        var id = await leads.AcceptedAsync(contact);

        (await leads.FindAsync(id)).Lead.Incoming.ShouldSatisfyAllConditions(
            lead => lead.Email.ShouldBeNull(),
            lead => lead.ContactId.ShouldBe("42")
        );
        (await StoryAsync(id)).Lines[0].Details.ShouldBe("contact 42");
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("not an address")]
    [InlineData("jane@acme.example, omar@acme.example")]
    public async Task Without_a_usable_address_the_lead_is_refused_and_nothing_is_stored(string? email)
    {
        var refused = (await leads.AcceptAsync(leads.Form(email: email))).ShouldBeOfType<IntakeResult.Refused>();

        refused.Reason.ShouldContain("An e-mail address is needed");
        leads.Store.Commits.ShouldBe(0);
        (await leads.QueuedAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task An_address_that_is_wrong_is_refused_even_with_a_contact_id() =>
        (await leads.AcceptAsync(leads.Form(email: "nonsense") with { ContactId = "42" })).ShouldBeOfType<IntakeResult.Refused>();

    [Fact]
    public async Task Our_own_reps_are_no_leads()
    {
        var refused = (await leads.AcceptAsync(leads.Form(email: "ALEX@contoso.example"))).ShouldBeOfType<IntakeResult.Refused>();

        refused.Reason.ShouldContain("our own reps");
        leads.Store.Commits.ShouldBe(0);
    }

    [Fact]
    public async Task The_answers_to_several_leads_are_in_their_order()
    {
        IncomingLead[] delivery =
        [
            leads.Form("a", "jane@acme.example"),
            leads.Form("b", "nonsense"),
            leads.Form("c", "omar@acme.example"),
            leads.Form("d", "jane@acme.example"),
            leads.Form("e", LeadsUnderTest.RepAddress),
            leads.Form("f", "Jane@Acme.example"),
        ];

        var answers = await leads.Intake.AcceptAsync(delivery, CancellationToken.None);

        // The order of one person's spellings is open: one of them began the lead.
        IntakeResult[] ofJane = [answers[0], answers[3], answers[5]];
        ofJane.OfType<IntakeResult.Accepted>().Count().ShouldBe(1);
        ofJane.Select(IdOf).Distinct().Count().ShouldBe(1);
        answers[1].ShouldBeOfType<IntakeResult.Refused>();
        IdOf(answers[2].ShouldBeOfType<IntakeResult.Accepted>()).ShouldNotBe(IdOf(answers[0]));
        answers[4].ShouldBeOfType<IntakeResult.Refused>();

        // A spelling that lost may have announced a lead that never came: its item is let go when it is taken up.
        string[] taken = [IdOf(answers[0]).Value, IdOf(answers[2]).Value];
        taken.ShouldBeSubsetOf((await leads.QueuedAsync()).Select(item => item.Subject));
    }

    [Fact]
    public async Task No_lead_at_all_is_no_answer() => (await leads.Intake.AcceptAsync([], CancellationToken.None)).ShouldBeEmpty();

    [Theory]
    [MemberData(nameof(EveryPlaceToDie))]
    public async Task A_delivery_that_died_half_way_is_exactly_one_lead_after_its_redelivery(int commit, bool afterWriting)
    {
        leads.Store.FailAt(commit, afterWriting);
        await Should.ThrowAsync<StorageUnavailableException>(() => leads.AcceptAsync(leads.Form()));

        var id = IdOf(await leads.AcceptAsync(leads.Form()));

        (await leads.People.OfAsync(leads.Keys.ForEmail("jane@acme.example"), CancellationToken.None)).ShouldBe([id]);
        (await leads.FindAsync(id)).Run.Status.ShouldBe("running");
        (await StoryAsync(id)).Lines.Count.ShouldBe(1);
        (await leads.QueuedAsync()).ShouldContain(new WorkItem(LeadWork.RunLead, id.Value));
        await TheLedgerKnowsAsync(id);
    }

    [Theory]
    [MemberData(nameof(EveryPlaceToDie))]
    public async Task Another_sign_of_a_lead_that_died_half_way_heals_it_as_well(int commit, bool afterWriting)
    {
        leads.Store.FailAt(commit, afterWriting);
        await Should.ThrowAsync<StorageUnavailableException>(() => leads.AcceptAsync(leads.Form("created:1")));

        var id = IdOf(await leads.AcceptAsync(leads.Form("form:1")));
        var again = IdOf(await leads.AcceptAsync(leads.Form("created:1")));

        again.ShouldBe(id);
        (await leads.FindAsync(id)).Lead.Id.ShouldBe(id.Value);
        (await leads.People.OfAsync(leads.Keys.ForEmail("jane@acme.example"), CancellationToken.None)).ShouldBe([id]);
    }

    [Fact]
    public async Task What_a_later_sign_adds_is_kept_with_the_lead_and_its_run_goes_on()
    {
        var id = await leads.AcceptedAsync(leads.Form("created:1"));
        leads.HandOver.Reader.TryRead(out var first).ShouldBeTrue();
        await leads.Queue.CompleteAsync(first, CancellationToken.None);

        (await leads.AcceptAsync(leads.Form("form:1") with { Message = "We need prices.", FormName = "Pricing" })).ShouldBe(
            new IntakeResult.AlreadySeen(id)
        );

        var state = await leads.FindAsync(id);
        state.Signs.Select(sign => sign.Message).ShouldBe([null, "We need prices."]);
        leads.HandOver.Reader.TryRead(out var next).ShouldBeTrue();
        next.Item.ShouldBe(new WorkItem(LeadWork.RunLead, id.Value));
        (await StoryAsync(id)).Lines.Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_sign_that_says_nothing_new_is_not_kept_however_often_it_comes()
    {
        var id = await leads.AcceptedAsync(leads.Form("form:1") with { Message = "We need prices.", ContactId = "42" });
        IncomingLead[] more =
        [
            leads.Form("workflow:1") with
            {
                Message = "We need prices.",
                Source = LeadSource.HubSpotWorkflow,
            },
            leads.Form("workflow:2") with
            {
                ContactId = "42",
            },
            leads.Form("form:1") with
            {
                Message = "We need prices.",
            },
        ];

        foreach (var sign in more)
            await leads.AcceptAsync(sign);

        var state = await leads.FindAsync(id);
        state.Later.ShouldBeNull();
        (await leads.Queue.CountAsync(CancellationToken.None)).ShouldBe(1);
    }

    [Fact]
    public async Task Of_events_that_only_name_the_contact_those_after_the_newest_are_kept_and_one_of_them()
    {
        IncomingLead Event(int seconds) =>
            leads.Form($"event:{seconds}", email: null) with
            {
                FirstName = null,
                ContactId = "42",
                Source = LeadSource.HubSpotEvent,
                OccurredAt = leads.Time.GetUtcNow().AddSeconds(seconds),
            };
        var id = await leads.AcceptedAsync(Event(0));

        await leads.AcceptAsync(Event(-5));
        (await leads.FindAsync(id)).Later.ShouldBeNull();
        foreach (var seconds in (int[])[3, 9, 6, 9])
            await leads.AcceptAsync(Event(seconds));

        var later = (await leads.FindAsync(id)).Later.ShouldNotBeNull();
        later.Signs.ShouldHaveSingleItem().EventKey.ShouldBe("event:9");
        later.Revision.ShouldBe(2);
    }

    [Fact]
    public async Task Somebody_who_fills_in_form_after_form_fills_no_store()
    {
        var id = await leads.AcceptedAsync(leads.Form());

        for (var number = 0; number < 40; number++)
            await leads.AcceptAsync(leads.Form($"form:{number}") with { Message = $"Message {number}" });

        var later = (await leads.FindAsync(id)).Later.ShouldNotBeNull();
        later.Signs.Count.ShouldBe(LaterSigns.Most);
        later.Signs[^1].Message.ShouldBe("Message 39");
    }

    [Fact]
    public async Task What_comes_for_a_lead_that_was_joined_to_another_goes_to_that_one()
    {
        var holder = await leads.AcceptedAsync(leads.Form());
        var joined = await leads.AcceptedAsync(leads.Form("event:1", email: null) with { ContactId = "42", FirstName = null });
        await leads.Records.ChangeAsync(
            await leads.FindAsync(joined),
            now => new LeadChange { Run = now.Run with { MergedInto = holder.Value } },
            CancellationToken.None
        );

        await leads.AcceptAsync(leads.Form("event:2", email: null) with { ContactId = "42", Message = "We need prices." });

        (await leads.FindAsync(holder)).Later!.Signs.ShouldHaveSingleItem().Message.ShouldBe("We need prices.");
        (await leads.FindAsync(joined)).Later.ShouldBeNull();
    }

    [Theory]
    [InlineData(ReviewState.Approved)]
    [InlineData(ReviewState.Rejected)]
    [InlineData(ReviewState.Expired)]
    public async Task A_rep_who_asks_again_after_the_decision_gets_a_lead_of_their_own_and_a_form_does_not(ReviewState decided)
    {
        var first = await leads.AcceptedAsync(leads.Form());
        await leads.Records.ChangeAsync(
            await leads.FindAsync(first),
            _ => new LeadChange { Review = SomeReviews.Proposed with { State = decided } },
            CancellationToken.None
        );
        leads.Time.Advance(TimeSpan.FromSeconds(20));
        (await leads.AcceptAsync(leads.Form("form:2") with { Message = "One more thing." })).ShouldBe(new IntakeResult.AlreadySeen(first));
        var asked = leads.Form("chat:1") with { Source = LeadSource.Chat, RequestedBy = "aad-alex" };

        var second = await leads.AcceptedAsync(asked);

        second.ShouldNotBe(first);
        leads.Time.Advance(TimeSpan.FromSeconds(5));
        (await leads.AcceptAsync(asked with { OccurredAt = leads.Time.GetUtcNow() })).ShouldBe(new IntakeResult.AlreadySeen(second));
        (await leads.AcceptAsync(asked with { EventKey = "chat:2" })).ShouldBe(new IntakeResult.AlreadySeen(second));
    }

    private static LeadId IdOf(IntakeResult result) =>
        result switch
        {
            IntakeResult.Accepted accepted => accepted.LeadId,
            IntakeResult.AlreadySeen seen => seen.LeadId,
            _ => throw new InvalidOperationException($"Refused: {result}"),
        };

    private async Task<LeadStory> StoryAsync(LeadId id)
    {
        var story = (await LeadStory.ReadAsync(leads.Records, id, CancellationToken.None)).ShouldNotBeNull();
        story.Fault.ShouldBeNull();
        return story;
    }

    private async Task TheLedgerKnowsAsync(LeadId id)
    {
        leads.Time.Advance(OpenLedger.Patience + TimeSpan.FromSeconds(1));
        (await leads.Ledger.OverdueAsync(CancellationToken.None)).Select(row => row.LeadId).ShouldBe([id.Value]);
    }
}
