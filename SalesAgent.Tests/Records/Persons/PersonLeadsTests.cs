using SalesAgent.Core.People;
using SalesAgent.Core.Records;
using SalesAgent.Core.Records.Persons;

namespace SalesAgent.Tests.Records.Persons;

public sealed class PersonLeadsTests : IAsyncDisposable
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly LeadsUnderTest leads = new();
    private readonly PersonKey jane;

    public PersonLeadsTests() => jane = leads.Keys.ForEmail("jane@acme.example");

    private DateTimeOffset Now => leads.Time.GetUtcNow();

    public ValueTask DisposeAsync() => leads.DisposeAsync();

    [Fact]
    public async Task Signs_of_one_person_close_together_are_one_lead_whatever_their_order()
    {
        var (first, began) = await AssignAsync("created", Now);
        var (later, laterBegan) = await AssignAsync("form", Now + PersonLeads.Window);
        var (earlier, earlierBegan) = await AssignAsync("page", Now - PersonLeads.Window);

        began.ShouldBeTrue();
        (later, laterBegan).ShouldBe((first, false));
        (earlier, earlierBegan).ShouldBe((first, false));
        (await OfJaneAsync()).ShouldBe([first]);
    }

    [Fact]
    public async Task A_sign_after_the_window_is_a_new_lead()
    {
        var (first, _) = await AssignAsync("form:1", Now);
        var (second, began) = await AssignAsync("form:2", Now + PersonLeads.Window + Second);

        began.ShouldBeTrue();
        second.ShouldNotBe(first);
        (await OfJaneAsync()).ShouldBe([first, second], ignoreOrder: true);
    }

    [Fact]
    public async Task A_delivery_repeated_after_the_window_still_belongs_to_its_lead()
    {
        var (first, _) = await AssignAsync("form:1", Now);
        await AssignAsync("form:2", Now + TimeSpan.FromHours(1));

        (await AssignAsync("form:1", Now)).ShouldBe((first, false));
        (await AssignAsync("form:1", Now + TimeSpan.FromDays(1))).ShouldBe((first, false));
    }

    [Fact]
    public async Task A_late_delivery_of_something_old_does_not_close_the_window_of_what_is_new()
    {
        var (current, _) = await AssignAsync("form:now", Now);
        var (old, oldBegan) = await AssignAsync("form:yesterday", Now - TimeSpan.FromDays(1));

        oldBegan.ShouldBeTrue();
        (await AssignAsync("page:now", Now + Second)).ShouldBe((current, false));
        (await AssignAsync("page:yesterday", Now - TimeSpan.FromDays(1) + Second)).ShouldBe((old, false));
    }

    [Fact]
    public async Task Fifty_deliveries_at_once_are_one_lead_that_one_of_them_began()
    {
        var assigned = await Task.WhenAll(
            Enumerable.Range(0, 50).Select(number => Task.Run(() => AssignAsync($"event:{number}", Now + (number * Second))))
        );

        assigned.Select(outcome => outcome.Lead).Distinct().Count().ShouldBe(1);
        assigned.Count(outcome => outcome.IsFirst).ShouldBe(1);
        (await OfJaneAsync()).ShouldBe([assigned[0].Lead]);
    }

    [Fact]
    public async Task Different_people_have_different_leads_for_the_same_event()
    {
        var (janes, _) = await AssignAsync("batch:1", Now);
        var (omars, began) = await leads.People.AssignAsync(
            leads.Keys.ForEmail("omar@acme.example"),
            "batch:1",
            Now,
            NobodyHears,
            CancellationToken.None
        );

        began.ShouldBeTrue();
        omars.ShouldNotBe(janes);
    }

    [Fact]
    public async Task A_lead_that_turns_out_to_be_about_a_person_takes_their_window_and_is_found_under_them()
    {
        var (byContact, _) = await leads.People.AssignAsync(
            leads.Keys.ForContact(7, "42"),
            "created",
            Now,
            NobodyHears,
            CancellationToken.None
        );

        (await ClaimAsync(byContact, Now)).ShouldBe(byContact);

        (await OfJaneAsync()).ShouldBe([byContact]);
        (await AssignAsync("form", Now + Second)).ShouldBe((byContact, false));
        (await ClaimAsync(byContact, Now)).ShouldBe(byContact);
    }

    [Fact]
    public async Task Whoever_has_the_window_keeps_it()
    {
        var (first, _) = await AssignAsync("form", Now);
        var (byContact, _) = await leads.People.AssignAsync(
            leads.Keys.ForContact(7, "42"),
            "created",
            Now,
            NobodyHears,
            CancellationToken.None
        );

        (await ClaimAsync(byContact, Now + Second)).ShouldBe(first);
        (await ClaimAsync(byContact, Now + PersonLeads.Window + Second)).ShouldBe(byContact);
    }

    [Fact]
    public async Task A_lead_that_was_claimed_once_stays_the_one_of_its_person_when_a_newer_one_has_come()
    {
        var (old, _) = await AssignAsync("form:old", Now - TimeSpan.FromDays(1));
        await AssignAsync("form:new", Now);

        (await ClaimAsync(old, Now - TimeSpan.FromDays(1))).ShouldBe(old);
        (await OfJaneAsync()).Count.ShouldBe(2);
    }

    [Fact]
    public async Task Of_many_that_claim_a_person_at_once_one_wins_and_all_are_told_the_same()
    {
        var claimants = Enumerable
            .Range(0, 20)
            .Select(number => LeadId.From(leads.Keys.ForContact(7, $"{number}"), "created", leads.Time.GetUtcNow()));

        var winners = await Task.WhenAll(claimants.Select(lead => Task.Run(() => ClaimAsync(lead, Now))));

        winners.Distinct().Count().ShouldBe(1);
        (await OfJaneAsync()).ShouldBe([winners[0]]);
    }

    private Task<(LeadId Lead, bool IsFirst)> AssignAsync(string eventKey, DateTimeOffset occurredAt) =>
        leads.People.AssignAsync(jane, eventKey, occurredAt, NobodyHears, CancellationToken.None);

    private static Task NobodyHears(LeadId lead) => Task.CompletedTask;

    private Task<LeadId> ClaimAsync(LeadId lead, DateTimeOffset occurredAt) =>
        leads.People.ClaimAsync(jane, lead, occurredAt, CancellationToken.None);

    private Task<IReadOnlyList<LeadId>> OfJaneAsync() => leads.People.OfAsync(jane, CancellationToken.None);
}
