using CsCheck;
using SalesAgent.Core.Connectors.HubSpot;
using SalesAgent.Core.Records;
using SalesAgent.Core.Records.Runs;

namespace SalesAgent.Tests.Records.Joining;

public sealed class FormOccasionTests
{
    private static readonly DateTimeOffset Now = new(2026, 12, 1, 9, 0, 0, TimeSpan.Zero);

    private static readonly Contact Record = new()
    {
        Id = new ContactId(42),
        FirstName = "Jane",
        RecentConversion = "Contact us: Talk to sales",
        RecentConversionAt = Now,
        Message = "We need prices.",
    };

    [Fact]
    public void An_event_takes_form_and_words_from_the_record()
    {
        var occasion = Of([Event()], Record);

        occasion.ShouldBe(("Contact us: Talk to sales", "We need prices."));
    }

    [Theory]
    [InlineData(-1, true)]
    [InlineData(-6 * 24, true)]
    [InlineData(-8 * 24, false)]
    [InlineData(-365 * 24, false)]
    public void A_form_of_long_ago_is_no_occasion(int hours, bool isOccasion)
    {
        var (form, message) = Of([Event()], Record with { RecentConversionAt = Now.AddHours(hours) });

        (form is not null, message is not null).ShouldBe((isOccasion, isOccasion));
    }

    [Fact]
    public void Where_the_record_does_not_say_when_the_form_counts_for_what_HubSpot_sent_and_not_for_a_rep()
    {
        var undated = Record with { RecentConversionAt = null };

        Of([Event()], undated).Message.ShouldBe("We need prices.");
        Of([Chat()], undated).ShouldBe((null, null));
        Of([Chat(), Event()], undated).Message.ShouldBe("We need prices.");
    }

    [Fact]
    public void A_rep_who_asks_for_somebody_who_has_just_filled_in_a_form_answers_it() =>
        Of([Chat()], Record with { RecentConversionAt = Now.AddHours(-3) }).Message.ShouldBe("We need prices.");

    [Theory]
    [InlineData("We need\r\nprices.")]
    [InlineData("  we need prices ")]
    [InlineData("We need prices!")]
    public void The_same_words_by_two_routes_are_said_once(string other) =>
        Of([Form("Talk to sales", other), Event()], Record).Message!.Split("\n\n").ShouldHaveSingleItem();

    [Fact]
    public void Of_two_forms_the_newer_comes_first_and_names_the_occasion()
    {
        var (form, message) = Of([Form("Pricing", "What does it cost?", minutes: -3), Form("Demo", "Show it to us.")], null);

        (form, message).ShouldBe(("Demo", "Show it to us.\n\nWhat does it cost?"));
    }

    [Fact]
    public void A_form_that_stands_in_the_record_and_came_by_no_other_way_is_not_lost()
    {
        var (form, message) = Of([Form("Pricing", "What does it cost?", minutes: -5), Event()], Record);

        (form, message).ShouldBe(("Contact us: Talk to sales", "We need prices.\n\nWhat does it cost?"));
    }

    /// <summary>Whatever comes in, in whatever order, and from whichever of them the lead began.</summary>
    [Fact]
    public void The_order_of_signs_changes_nothing()
    {
        IncomingLead[] some =
        [
            Event(),
            Chat(),
            Form("Pricing", "What does it cost?", -9),
            Form("Pricing", null, -3),
            Form("Demo", "Show it."),
            Form(null, "Show it.", -1),
            Form("Demo", null),
        ];
        Gen.Int[0, 6]
            .Array[1, 6]
            .Select(Gen.Bool, Gen.Int.Array[6])
            .Sample(
                (chosen, isKnown, order) =>
                {
                    var signs = chosen.Select(at => some[at]).ToArray();
                    var contact = isKnown ? Record : null;
                    var shuffled = signs.Zip(order).OrderBy(pair => pair.Second).Select(pair => pair.First).ToArray();

                    Prospect.Of(shuffled, contact, "jane@acme.example").ShouldBe(Prospect.Of(signs, contact, "jane@acme.example"));
                },
                iter: 3000
            );
    }

    private static (string? Form, string? Message) Of(IReadOnlyList<IncomingLead> signs, Contact? contact)
    {
        var prospect = Prospect.Of(signs, contact, "jane@acme.example");
        return (prospect.FormName, prospect.Message);
    }

    private static IncomingLead Event() =>
        new()
        {
            Source = LeadSource.HubSpotEvent,
            EventKey = "event",
            OccurredAt = Now,
            ContactId = "42",
        };

    private static IncomingLead Chat() =>
        new()
        {
            Source = LeadSource.Chat,
            EventKey = "chat",
            OccurredAt = Now,
            RequestedBy = "aad-alex",
            FirstName = "Jane",
        };

    private static IncomingLead Form(string? name, string? message, int minutes = 0) =>
        new()
        {
            Source = LeadSource.FormSubmission,
            EventKey = $"form:{name}:{message}:{minutes}",
            OccurredAt = Now.AddMinutes(minutes),
            FormName = name,
            Message = message,
        };
}
