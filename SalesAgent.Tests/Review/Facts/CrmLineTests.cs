using SalesAgent.Core.Audit;
using SalesAgent.Core.Connectors.HubSpot;
using SalesAgent.Core.Connectors.HubSpot.Facts;
using SalesAgent.Core.Records;
using SalesAgent.Core.Records.Joining;
using SalesAgent.Core.Records.Runs;
using SalesAgent.Core.Review.Facts;

namespace SalesAgent.Tests.Review.Facts;

public sealed class CrmLineTests
{
    private static readonly DateTimeOffset Now = new(2026, 12, 1, 9, 0, 0, TimeSpan.Zero);

    /// <summary>Every stage and every lead status that a portal has from the start.</summary>
    public static TheoryData<string?, string?, string> Defaults =>
        new()
        {
            { "subscriber", null, "subscriber" },
            { "lead", null, "lead" },
            { "marketingqualifiedlead", null, "marketing qualified lead" },
            { "salesqualifiedlead", null, "sales qualified lead" },
            { "opportunity", null, "opportunity" },
            { "customer", null, "customer" },
            { "evangelist", null, "evangelist" },
            { "other", null, "stage: other" },
            { null, "NEW", "no stage · lead status: new" },
            { null, "OPEN", "no stage · lead status: open" },
            { null, "IN_PROGRESS", "no stage · lead status: in progress" },
            { null, "OPEN_DEAL", "no stage · lead status: open deal" },
            { null, "UNQUALIFIED", "no stage · lead status: unqualified" },
            { null, "ATTEMPTED_TO_CONTACT", "no stage · lead status: attempted to contact" },
            { null, "CONNECTED", "no stage · lead status: connected" },
            { null, "BAD_TIMING", "no stage · lead status: bad timing" },
        };

    [Theory]
    [MemberData(nameof(Defaults))]
    public void Every_default_of_HubSpots_is_said_in_words(string? stage, string? status, string said) =>
        Said(new ContactFacts { LifecycleStage = stage, LeadStatus = status }).ShouldBe($"{said} · no owner");

    [Theory]
    [InlineData("1284712", "stage: 1284712")]
    [InlineData("Kündigung\u202e eingegangen", "stage: Kündigung eingegangen")]
    [InlineData("見込み客", "stage: 見込み客")]
    public void A_stage_of_a_portals_own_is_said_as_it_is_and_cleaned(string stage, string said) =>
        Said(new ContactFacts { LifecycleStage = stage }).ShouldBe($"{said} · no owner");

    [Theory]
    [InlineData("MAILBOX_FULL", "mail to them bounced (mailbox full)")]
    [InlineData("550 5.1.1 no such user", "mail to them bounced (550 5.1.1 no such user)")]
    [InlineData("", "mail to them bounced")]
    public void A_bounce_is_said_with_its_reason_if_there_is_one(string why, string said) =>
        LineOf(new ContactFacts { Bounce = why })!.Alarms.ShouldBe([said]);

    [Fact]
    public void A_meeting_of_long_ago_is_not_worth_a_word()
    {
        Said(new ContactFacts { MeetingBookedAt = Now.AddMonths(-3) }).ShouldNotContain("meeting");
        Said(new ContactFacts { MeetingBookedAt = Now.AddDays(-2), MeetingAt = Now.AddDays(3) })
            .ShouldBe("meeting booked on 29 Nov 2026 · latest meeting 4 Dec 2026 · no stage · no owner");
    }

    [Fact]
    public void The_day_of_a_meeting_is_that_of_the_reps_clock() =>
        LineOf(new ContactFacts { MeetingBookedAt = new DateTimeOffset(2026, 11, 30, 23, 30, 0, TimeSpan.Zero) }, zone: "Asia/Tokyo")!
            .Rest[0]
            .ShouldBe("meeting booked on 1 Dec 2026");

    [Fact]
    public void An_event_of_a_meeting_page_says_it_where_the_record_does_not()
    {
        var line = LineOf(new ContactFacts(), signs: Incoming with { EventKey = "meeting", BookedMeeting = true });

        line!.Rest[0].ShouldBe("meeting booked");
    }

    [Theory]
    [InlineData(null, "no stage · no owner")]
    [InlineData(0, "no stage · no deals · no owner")]
    [InlineData(1, "no stage · 1 deal, open or closed · no owner")]
    [InlineData(7, "no stage · 7 deals, open or closed · no owner")]
    public void Deals_that_nobody_could_look_into_are_not_none(int? counted, string said) =>
        Said(new ContactFacts { Deals = counted }).ShouldBe(said);

    [Fact]
    public void Facts_that_were_never_asked_for_are_not_said_to_be_none()
    {
        LineOf(null).ShouldBeNull();
        CrmLine.Of(StateOf(new ContactFacts(), new CrmPicture(new ContactId(7), true, null, null)), TimeZoneInfo.Utc).ShouldBeNull();
    }

    [Fact]
    public void An_owner_whose_name_could_not_be_read_is_not_nobody()
    {
        var state = StateOf(new ContactFacts(), new CrmPicture(new ContactId(7), false, null, null), new OwnerId(4));

        CrmLine.Of(state, TimeZoneInfo.Utc)!.Rest[^1].ShouldBe("owner could not be read");
    }

    private static IncomingLead Incoming { get; } =
        new()
        {
            Source = LeadSource.HubSpotEvent,
            EventKey = "event",
            OccurredAt = Now,
            ContactId = "7",
        };

    private static string Said(ContactFacts facts) => string.Join(" · ", LineOf(facts)!.Rest);

    private static CrmLine? LineOf(ContactFacts? facts, string zone = "UTC", IncomingLead? signs = null)
    {
        var state = StateOf(facts, new CrmPicture(new ContactId(7), false, null, null));
        if (signs is not null)
            state = state with { Later = new LaterSigns(1, [signs]) };
        return CrmLine.Of(state, TimeZoneInfo.FindSystemTimeZoneById(zone));
    }

    private static LeadState StateOf(ContactFacts? facts, CrmPicture crm, OwnerId? owner = null) =>
        new()
        {
            Lead = new Lead("1ngw0000000000000000", "person", Incoming, Now),
            Run = Run.Begin(Now) with
            {
                Dossier = new Dossier
                {
                    Contact = new Contact
                    {
                        Id = new ContactId(7),
                        Facts = facts,
                        OwnerId = owner,
                    },
                    Crm = crm,
                },
            },
            Audit = AuditChain.Begin(),
            Versions = new Dictionary<string, string>(),
        };
}
