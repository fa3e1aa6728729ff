using SalesAgent.Core;
using SalesAgent.Core.Audit;
using SalesAgent.Core.People;
using SalesAgent.Core.Records;
using SalesAgent.Core.Records.Reviews;
using SalesAgent.Core.Review;
using SalesAgent.Core.Review.Verbs;
using SalesAgent.Tests.Cards;
using SalesAgent.Tests.Holds;

namespace SalesAgent.Tests.Review.Verbs;

/// <summary>What holds for every verb, those to come included.</summary>
public sealed class ReviewVerbTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 24, 9, 0, 0, TimeSpan.Zero);
    private static readonly Rep Alex = Person("alex"),
        Lena = Person("lena"),
        Mona = Person("mona") with { Role = RepRole.Manager };

    public static TheoryData<string> Names => [.. ReviewVerbs.All.Select(verb => verb.Name)];

    [Fact]
    public void Every_verb_is_in_the_list_once()
    {
        var written = typeof(CoreServices)
            .Assembly.GetTypes()
            .Where(type => !type.IsAbstract && type.IsAssignableTo(typeof(ReviewVerb)))
            .ToArray();
        written.Length.ShouldBeGreaterThan(3);

        ReviewVerbs.All.Select(verb => verb.GetType()).ShouldBe(written, ignoreOrder: true);
        ReviewVerbs.All.Select(verb => verb.Name).ShouldBeUnique();
        ReviewVerbs.All.Select(verb => verb.Title).ShouldBeUnique();
        ReviewVerbs.All.SelectMany(verb => verb.Inputs).Distinct().Select(input => input.Field).ShouldBeUnique();
    }

    [Fact]
    public void Cards_that_are_out_there_find_their_verbs() =>
        ((string[])["approve", "reject", "times", "retry"]).ShouldBeSubsetOf(ReviewVerbs.All.Select(verb => verb.Name));

    [Theory]
    [MemberData(nameof(Names))]
    public void A_verb_is_found_by_its_name_letter_by_letter(string name)
    {
        ReviewVerbs.Find(name)!.Name.ShouldBe(name);

        foreach (var near in (string[])[name.ToUpperInvariant(), $" {name}", $"{name} ", $"{name}\0", name[1..], name + name])
            ReviewVerbs.Find(near).ShouldBeNull(near);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("0")]
    [InlineData("4")]
    [InlineData("-1")]
    [InlineData("send")]
    [InlineData("Approve draft")]
    [InlineData("approve,reject")]
    public void What_is_not_in_the_list_is_no_verb(string? name) => ReviewVerbs.Find(name).ShouldBeNull();

    [Theory]
    [MemberData(nameof(Names))]
    public void What_a_card_offers_is_done_in_its_state(string name)
    {
        var verb = ReviewVerbs.Find(name)!;
        var offered = SampleCases.All.Values.Where(card => verb.OfferOn(card) is not null).ToArray();
        offered.ShouldNotBeEmpty();

        offered.ShouldAllBe(card => verb.Takes(card.State));
        ReviewStatesNobodyDecidesIn.ShouldAllBe(state => !verb.Takes(state) || verb.Decides == null);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_verb_that_decides_leaves_a_decision_and_tells_the_audit_and_no_other_does(string name)
    {
        var verb = ReviewVerbs.Find(name)!;
        var lead = Proposed();
        var press = new VerbPress(new ReviewClick(null, 1, null, name), Alex, Now, null);

        var after = verb.Transition(lead, press);
        var told = verb.Audit(lead, press);

        if (verb.Decides is { } kind)
        {
            (after.State, after.Decision!.Kind, after.Decision.ByRepId, after.Decision.At).ShouldBe((kind, kind, Alex.Id, Now));
            told!.Type.ShouldBeOneOf(AuditEventType.ApprovalGranted, AuditEventType.ApprovalDenied);
            told.Actor.ShouldBe(Alex.Id);
        }
        else
        {
            after.Decision.ShouldBeNull();
        }

        (after.Nonce, after.Cards, after.Revision).ShouldBe((lead.Review!.Nonce, lead.Review.Cards, lead.Review.Revision));
        verb.Answer(press.Click).ShouldEndWith(".");
        verb.Transition(lead, press).ShouldBeEquivalentTo(after);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Only_the_owner_of_a_lead_or_a_manager_may_press_it(string name)
    {
        var verb = ReviewVerbs.Find(name)!;
        var lead = Proposed();

        verb.MayBePressedBy(Alex, lead).ShouldBeTrue();
        verb.MayBePressedBy(Mona, lead).ShouldBeTrue();
        verb.MayBePressedBy(Lena, lead).ShouldBeFalse();
    }

    [Theory]
    [InlineData("wrong_facts", "wrong_facts")]
    [InlineData("WRONG_FACTS", null)]
    [InlineData("", null)]
    [InlineData("made up", null)]
    [InlineData(null, null)]
    public void A_reason_that_is_not_offered_is_not_believed(string? said, string? read) =>
        Reject.Reason.In(Filled("rejectReason", said)).ShouldBe(read);

    [Fact]
    public void A_note_is_cleaned_and_cut()
    {
        Reject.Note.In(Filled("rejectNote", new string('x', 900)))!.Length.ShouldBeLessThanOrEqualTo(500);
        Reject.Note.In(Filled("rejectNote", "  ")).ShouldBeNull();
        Reject.Note.In(Filled("rejectReason", "other")).ShouldBeNull();
    }

    [Fact]
    public void No_choice_of_times_is_something_else_than_none_chosen()
    {
        OtherTimes.Times.In(Filled("times", null)).ShouldBeNull();
        OtherTimes.Times.In(Filled("times", "")).ShouldBe([]);
        OtherTimes.Times.In(Filled("times", "a, b,,c")).ShouldBe(["a", "b", "c"]);
    }

    private static ReviewState[] ReviewStatesNobodyDecidesIn =>
        [.. Enum.GetValues<ReviewState>().Where(state => state is not ReviewState.Proposed)];

    private static Rep Person(string name) =>
        new()
        {
            Name = name,
            Email = $"{name}@contoso.example",
            AadObjectId = $"aad-{name}",
            TimeZone = TimeZoneInfo.Utc,
        };

    private static LeadState Proposed()
    {
        var state = SomeHolds.State(ReviewState.Proposed);
        return state with { Run = state.Run with { Dossier = state.Run.Dossier with { RepId = Alex.Id } } };
    }

    private static ReviewClick Filled(string field, string? value) =>
        new(null, 1, null, null)
        {
            Inputs = value is null ? new Dictionary<string, string>() : new Dictionary<string, string> { [field] = value },
        };
}
