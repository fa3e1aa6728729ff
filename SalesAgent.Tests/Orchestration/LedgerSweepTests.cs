using Microsoft.Extensions.Logging.Abstractions;
using SalesAgent.Core.Orchestration;
using SalesAgent.Core.Records;
using SalesAgent.Core.Records.Ledger;
using SalesAgent.Core.Records.Reviews;
using SalesAgent.Core.Work;
using SalesAgent.Tests.Records;
using SalesAgent.Tests.Support;

namespace SalesAgent.Tests.Orchestration;

public sealed class LedgerSweepTests : IAsyncDisposable
{
    private static readonly TimeSpan JustOverdue = OpenLedger.Patience + TimeSpan.FromSeconds(1);

    private readonly LeadsUnderTest leads = new();
    private readonly LedgerSweep sweep;

    public LedgerSweepTests() =>
        sweep = new LedgerSweep(leads.Ledger, leads.Records, leads.Work, leads.Time, NullLogger<LedgerSweep>.Instance);

    public async ValueTask DisposeAsync()
    {
        sweep.Dispose();
        await leads.DisposeAsync();
    }

    [Fact]
    public async Task A_lead_that_is_worked_on_in_time_is_left_alone()
    {
        await LostAsync();

        leads.Time.Advance(OpenLedger.Patience);
        await SweepAsync();

        (await leads.QueuedAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_lead_whose_work_was_lost_is_put_back_once_and_goes_on_at_once()
    {
        var id = await LostAsync();

        leads.Time.Advance(JustOverdue);
        await SweepAsync();
        await SweepAsync();

        (await leads.QueuedAsync()).ShouldBe([new WorkItem(LeadWork.RunLead, id.Value)]);
        leads.HandOver.Reader.TryRead(out var work).ShouldBeTrue();
        work.Item.ShouldBe(new WorkItem(LeadWork.RunLead, id.Value));
    }

    [Fact]
    public async Task A_lead_that_was_noted_while_the_clock_was_ahead_is_put_back_at_once()
    {
        var clock = new WrongClock(leads.Time);
        clock.Turn(TimeSpan.FromHours(48));
        var id = await LostAsync();
        await new OpenLedger(leads.Store, clock).NoteAsync(id, TestContext.Current.CancellationToken);

        await SweepAsync();

        (await leads.QueuedAsync()).ShouldBe([new WorkItem(LeadWork.RunLead, id.Value)]);
    }

    [Fact]
    public async Task A_lead_that_is_noted_for_years_is_put_back_at_once()
    {
        var id = await LostAsync();
        await leads.Ledger.NoteAsync(id, TimeSpan.FromSeconds(int.MaxValue), TestContext.Current.CancellationToken);

        await SweepAsync();

        (await leads.QueuedAsync()).ShouldBe([new WorkItem(LeadWork.RunLead, id.Value)]);
    }

    [Fact]
    public async Task A_lead_that_stays_lost_is_put_back_again()
    {
        var id = await LostAsync();

        for (var time = 0; time < 2; time++)
        {
            leads.Time.Advance(JustOverdue);
            await SweepAsync();

            leads.HandOver.Reader.TryRead(out var work).ShouldBeTrue();
            work.Item.ShouldBe(new WorkItem(LeadWork.RunLead, id.Value));
            (await leads.Queue.CompleteAsync(work, CancellationToken.None)).ShouldBeTrue();
        }
    }

    [Fact]
    public async Task However_long_leads_wait_for_their_turn_none_has_a_second_item()
    {
        const int Waiting = 3000;
        for (var number = 0; number < Waiting; number++)
            await leads.AcceptedAsync(leads.Form(email: $"jane{number}@acme.example"));

        // Half an hour of sweeps during which nothing is worked on: what was handed over has lapsed by then as well.
        for (var minute = 0; minute < 30; minute++)
        {
            leads.Time.Advance(TimeSpan.FromMinutes(1));
            await SweepAsync();
        }

        (await leads.Queue.CountAsync(CancellationToken.None)).ShouldBe(Waiting);
        (await leads.Queue.ReceiveAsync(2 * Waiting, TimeSpan.FromSeconds(30), CancellationToken.None))
            .Select(work => work.Item)
            .ShouldBeUnique();
    }

    [Fact]
    public async Task A_lead_that_a_rep_asked_for_is_put_back_before_those_of_a_campaign()
    {
        await LostAsync();
        leads.Time.Advance(TimeSpan.FromSeconds(1));
        var asked = await leads.AcceptedAsync(
            leads.Form(email: "omar@acme.example") with
            {
                Source = LeadSource.Chat,
                RequestedBy = "aad-alex",
            }
        );
        leads.HandOver.Reader.TryRead(out var work).ShouldBeTrue();
        await leads.Queue.CompleteAsync(work, CancellationToken.None);

        leads.Time.Advance(JustOverdue);
        await SweepAsync();

        leads.HandOver.Reader.TryRead(out var first).ShouldBeTrue();
        first.Item.Subject.ShouldBe(asked.Value);
    }

    [Theory]
    [InlineData(ReviewState.Proposed, LeadWork.RunLead)]
    [InlineData(ReviewState.Updating, LeadWork.RunLead)]
    [InlineData(ReviewState.Approved, LeadWork.CarryOut)]
    [InlineData(ReviewState.Rejected, LeadWork.CarryOut)]
    [InlineData(ReviewState.Superseded, LeadWork.CarryOut)]
    public async Task What_is_put_back_is_what_the_state_asks_for(ReviewState review, string kind)
    {
        var id = await LostAsync(state => new LeadChange { Review = Reviews.Proposed with { State = review } });

        leads.Time.Advance(JustOverdue);
        await SweepAsync();

        (await leads.QueuedAsync()).ShouldBe([new WorkItem(kind, id.Value)]);
    }

    [Theory]
    [InlineData(ReviewState.Approved, LeadWork.CarryOut)]
    [InlineData(ReviewState.Expired, LeadWork.CarryOut)]
    [InlineData(ReviewState.Proposed, LeadWork.RunLead)]
    public async Task What_was_given_up_is_left_to_the_operator_however_often_the_sweep_looks(ReviewState review, string kind)
    {
        await LostAsync(state => new LeadChange { Review = Reviews.Proposed with { State = review } });
        leads.Time.Advance(JustOverdue);
        await SweepAsync();
        var buried = await BuryTheOneAsync(kind);

        for (var hour = 0; hour < 30; hour++)
        {
            leads.Time.Advance(TimeSpan.FromHours(1));
            await SweepAsync();
        }

        (await leads.QueuedAsync()).ShouldBeEmpty();
        (await leads.Queue.ListBuriedAsync(10, CancellationToken.None)).ShouldHaveSingleItem().Id.ShouldBe(buried);
    }

    [Fact]
    public async Task What_was_asked_for_after_it_had_been_given_up_is_put_back_when_it_is_lost()
    {
        var id = await LostAsync();
        leads.Time.Advance(JustOverdue);
        await SweepAsync();
        await BuryTheOneAsync(LeadWork.RunLead);
        leads.Time.Advance(TimeSpan.FromHours(1));
        await leads.Ledger.NoteAsync(id, CancellationToken.None);

        leads.Time.Advance(JustOverdue);
        await SweepAsync();

        (await leads.QueuedAsync()).ShouldBe([new WorkItem(LeadWork.RunLead, id.Value)]);
    }

    [Fact]
    public async Task What_was_given_up_about_the_run_does_not_hold_up_the_decision()
    {
        var id = await LostAsync();
        leads.Time.Advance(JustOverdue);
        await SweepAsync();
        await BuryTheOneAsync(LeadWork.RunLead);
        await leads.Records.ChangeAsync(
            await leads.FindAsync(id),
            _ => new LeadChange { Review = Reviews.Proposed with { State = ReviewState.Approved } },
            CancellationToken.None
        );

        leads.Time.Advance(JustOverdue);
        await SweepAsync();

        (await leads.QueuedAsync()).ShouldBe([new WorkItem(LeadWork.CarryOut, id.Value)]);
    }

    [Theory]
    [InlineData(ReviewState.Approved, LeadWork.RunLead, LeadWork.CarryOut)]
    [InlineData(ReviewState.Rejected, LeadWork.RunLead, LeadWork.CarryOut)]
    [InlineData(ReviewState.Updating, LeadWork.CarryOut, LeadWork.RunLead)]
    public async Task What_the_state_asks_for_is_put_back_beside_other_work_about_the_lead(ReviewState review, string there, string wanted)
    {
        var id = await LostAsync(state => new LeadChange { Review = Reviews.Proposed with { State = review } });
        await leads.Queue.EnqueueAsync([new WorkItem(there, id.Value)], TimeSpan.Zero, CancellationToken.None);

        leads.Time.Advance(JustOverdue);
        await SweepAsync();
        await SweepAsync();

        (await leads.QueuedAsync()).ShouldBe([new WorkItem(there, id.Value), new WorkItem(wanted, id.Value)]);
    }

    [Fact]
    public async Task A_decision_that_is_carried_out_stays_in_the_ledger_while_the_run_still_waits()
    {
        var id = await LostAsync(state => new LeadChange
        {
            Review = Reviews.Proposed with { State = ReviewState.Approved, CarriedOut = new CarryingOut(Finished: true) },
        });
        await leads.Queue.EnqueueAsync([new WorkItem(LeadWork.RunLead, id.Value)], TimeSpan.Zero, CancellationToken.None);

        leads.Time.Advance(JustOverdue);
        await SweepAsync();

        (await leads.QueuedAsync()).ShouldBe([new WorkItem(LeadWork.RunLead, id.Value)]);
        (await leads.Ledger.IsOpenAsync(id, CancellationToken.None)).ShouldBeTrue();
    }

    [Fact]
    public async Task A_lead_that_ended_without_a_draft_leaves_the_ledger_once_its_rep_was_told() =>
        await LeavesTheLedgerAsync(state => new LeadChange
        {
            Review = Reviews.Proposed with { State = ReviewState.Failed, Cards = [new CardReference("19:channel", "1", "{}")] },
        });

    [Fact]
    public async Task A_lead_whose_decision_is_carried_out_leaves_the_ledger() =>
        await LeavesTheLedgerAsync(state => new LeadChange
        {
            Review = Reviews.Proposed with { State = ReviewState.Approved, CarriedOut = new CarryingOut(Finished: true) },
        });

    [Fact]
    public async Task A_lead_that_was_joined_to_another_leaves_the_ledger() =>
        await LeavesTheLedgerAsync(state => new LeadChange { Run = state.Run with { MergedInto = "0123456789abcdefghjk" } });

    [Fact]
    public async Task A_lead_that_was_never_accepted_leaves_the_ledger()
    {
        var never = LeadId.From(leads.Keys.ForEmail("jane@acme.example"), "died-before-it-was-stored", leads.Time.GetUtcNow());
        await leads.Ledger.NoteAsync(never, CancellationToken.None);

        leads.Time.Advance(JustOverdue);
        await SweepAsync();

        await TheLedgerIsEmptyAsync();
        (await leads.QueuedAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_settled_lead_leaves_the_ledger_and_stays_known_to_the_audit()
    {
        var id = await LostAsync();

        await leads.Ledger.SettleAsync(id, (await leads.Records.FindChainAsync(id, CancellationToken.None))!, CancellationToken.None);

        await TheLedgerIsEmptyAsync();
        (await leads.Ledger.SettledAsync(id.Value[^1] % OpenLedger.Shards, CancellationToken.None).ToListAsync())
            .ShouldHaveSingleItem()
            .LeadId.ShouldBe(id.Value);
    }

    [Fact]
    public async Task Leads_in_every_shard_are_found()
    {
        var ids = new List<string>();
        for (var number = 0; number < 60; number++)
            ids.Add((await LostAsync(email: $"jane{number}@acme.example")).Value);

        leads.Time.Advance(JustOverdue);

        (await leads.Ledger.OverdueAsync(CancellationToken.None)).Select(row => row.LeadId).ShouldBe(ids, ignoreOrder: true);
    }

    [Fact]
    public async Task A_lead_that_waits_for_a_person_is_overdue_half_a_day_later()
    {
        var id = await LostAsync();
        await leads.Ledger.NoteAsync(id, OpenLedger.WhileUndecided, CancellationToken.None);

        leads.Time.Advance(OpenLedger.WhileUndecided);
        (await leads.Ledger.OverdueAsync(CancellationToken.None)).ShouldBeEmpty();
        leads.Time.Advance(TimeSpan.FromSeconds(1));
        (await leads.Ledger.OverdueAsync(CancellationToken.None)).ShouldHaveSingleItem().LeadId.ShouldBe(id.Value);
    }

    [Fact]
    public async Task A_row_is_removed_and_removing_it_again_is_no_error()
    {
        var id = await LostAsync();

        await leads.Ledger.RemoveAsync(id, CancellationToken.None);
        await leads.Ledger.RemoveAsync(id, CancellationToken.None);

        await TheLedgerIsEmptyAsync();
    }

    [Fact]
    public async Task The_running_sweep_looks_every_minute()
    {
        var id = await LostAsync();
        await sweep.StartAsync(CancellationToken.None);

        var found = leads.HandOver.Reader.ReadAsync(CancellationToken.None).AsTask();
        for (var minute = 0; minute < 200 && !found.IsCompleted; minute++)
        {
            leads.Time.Advance(TimeSpan.FromMinutes(1));
            await Task.WhenAny(found, Task.Delay(50));
        }

        found.IsCompleted.ShouldBeTrue();
        (await found).Item.ShouldBe(new WorkItem(LeadWork.RunLead, id.Value));
        await sweep.StopAsync(CancellationToken.None);
    }

    private async Task LeavesTheLedgerAsync(Func<LeadState, LeadChange> change)
    {
        await LostAsync(change);

        leads.Time.Advance(JustOverdue);
        await SweepAsync();

        await TheLedgerIsEmptyAsync();
        (await leads.QueuedAsync()).ShouldBeEmpty();
    }

    /// <summary>An accepted lead whose work item is gone.</summary>
    private async Task<LeadId> LostAsync(Func<LeadState, LeadChange>? change = null, string email = "jane@acme.example")
    {
        var id = await leads.AcceptedAsync(leads.Form(email: email));
        leads.HandOver.Reader.TryRead(out var work).ShouldBeTrue();
        (await leads.Queue.CompleteAsync(work, CancellationToken.None)).ShouldBeTrue();
        if (change is not null)
            await leads.Records.ChangeAsync(await leads.FindAsync(id), change, CancellationToken.None);
        return id;
    }

    /// <summary>The one item that was handed over, given up.</summary>
    private async Task<string> BuryTheOneAsync(string kind)
    {
        leads.HandOver.Reader.TryRead(out var work).ShouldBeTrue();
        work.Item.Kind.ShouldBe(kind);
        (await leads.Queue.BuryAsync(work, "Handed out 21 times and never came to an end.", CancellationToken.None)).ShouldBeTrue();
        return work.Id;
    }

    private Task SweepAsync() => sweep.SweepAsync(CancellationToken.None);

    private async Task TheLedgerIsEmptyAsync()
    {
        leads.Time.Advance(TimeSpan.FromDays(30));
        (await leads.Ledger.OverdueAsync(CancellationToken.None)).ShouldBeEmpty();
    }
}
