using System.Text.Json.Nodes;
using CsCheck;
using SalesAgent.Bot.Cards;
using SalesAgent.Bot.Cards.Elements;
using SalesAgent.Core.Records.Reviews;
using SalesAgent.Core.Records.Runs;
using SalesAgent.Core.Review;
using SalesAgent.Core.Review.Verbs;

namespace SalesAgent.Tests.Cards;

public sealed class ReviewCardsTests
{
    private static readonly Gen<string> AnyText = Gen.OneOf(
        Gen.String,
        OneOf("a", "漢", "🚚", "👩🏽‍💻", "\"", "\n", "\r\n", " ", "<at>", "http://a.bc", "\u0301").Array[0, 40].Select(string.Concat),
        Gen.Select(OneOf("x", "漢字", "🚚", "\"'<>&+", "\n", "a\n\n", "a.bc@de.fg ", "e\u0301\u0302"), Gen.Int[1000, 6000])
            .Select((piece, times) => string.Concat(Enumerable.Repeat(piece, times)))
    );

    private static readonly Gen<ReviewCase> AnyCase =
        from state in Gen.Enum<ReviewState>()
        from texts in AnyText.Array[18]
        from count in Gen.Int[0, 12]
        from missing in Gen.Bool
        select SampleCases.Proposed with
        {
            State = state,
            Prospect = new(
                texts[0],
                texts[1],
                texts[2],
                texts[3],
                texts[4],
                new(
                    $"https://app.hubspot.com/{Uri.EscapeDataString(texts[5][..Math.Min(texts[5].Length, 5000)].Replace('\uD83D', 'x').Replace('\uDE9A', 'x'))}"
                ),
                null
            ),
            Because = texts[6],
            RepName = texts[7],
            Draft = new(
                texts[8],
                texts[9],
                texts[10],
                true,
                texts[11],
                [.. Enumerable.Repeat(new DraftLink(texts[12], new("https://mail.google.com/mail/")), count)]
            ),
            Correspondence = missing
                ? null
                : [.. Enumerable.Repeat(new MailLine(DateTimeOffset.UnixEpoch, true, texts[13], texts[14]), count)],
            Times = missing
                ? null
                : [.. Enumerable.Range(0, count).Select(number => new TimeChoice($"t{number}", texts[15], texts[17], true))],
            Steps =
            [
                .. SampleCases.Proposed.Steps.Select(step =>
                    step with
                    {
                        Status = missing ? StepStatus.Missing : StepStatus.Failed,
                        Detail = texts[16],
                    }
                ),
            ],
            Warnings = [.. Enumerable.Repeat(texts[17], count)],
            Decision = new(ReviewState.Approved, texts[1], DateTimeOffset.UnixEpoch, texts[2], texts[3]),
        };

    public static TheoryData<string> Variants() => [.. SampleCases.All.Keys];

    [Fact]
    public void No_case_breaks_the_budget() => AnyCase.Sample(review => CardSize.Of(ReviewCards.For(review)) <= CardSize.Budget, iter: 200);

    [Fact]
    public void A_long_mail_uses_the_budget()
    {
        var review = SampleCases.All["long-body"];

        CardSize.Of(ReviewCards.For(review)).ShouldBeGreaterThan(CardSize.Budget * 9 / 10);
    }

    [Theory]
    [MemberData(nameof(Variants))]
    public void Every_card_ends_with_the_id_of_its_lead(string variant)
    {
        var review = SampleCases.All[variant];

        ReviewCards.For(review)["body"]!.AsArray()[^1]!.ToJsonString().ShouldContain($"Lead {review.LeadId}");
    }

    [Fact]
    public void The_zone_that_all_times_share_is_said_once()
    {
        var times = SampleCases.Proposed.Times!;
        PickerOf(SampleCases.Proposed).ShouldBe(("Times offered in the mail (Berlin time, UTC+01:00)", "Wed 25 Nov 2026, 10:00–10:30"));

        var afterTheClocksChange = SampleCases.Proposed with
        {
            Times = [.. times, new("20270330T0900Z", "Tue 30 Mar 2027, 11:00–11:30", "Berlin time, UTC+02:00", false)],
        };
        PickerOf(afterTheClocksChange).ShouldBe(("Times offered in the mail", "Wed 25 Nov 2026, 10:00–10:30 (Berlin time, UTC+01:00)"));

        static (string Label, string First) PickerOf(ReviewCase review)
        {
            var picker = JsonNode.Parse(ReviewCards.For(review).ToJsonString())!["body"]!
                .AsArray()
                .SelectMany(part => part!["items"]?.AsArray() ?? [])
                .Single(item => item!["id"]?.GetValue<string>() == OtherTimes.Times.Field)!;
            return (picker["label"]!.GetValue<string>(), picker["choices"]![0]!["title"]!.GetValue<string>());
        }
    }

    [Theory]
    [MemberData(nameof(Variants))]
    public void The_same_case_gives_the_same_card_and_a_summary(string name)
    {
        var review = SampleCases.All[name];

        var card = ReviewCards.For(review);

        card.ToJsonString().ShouldBe(ReviewCards.For(review).ToJsonString());
        card["version"]!.GetValue<string>().ShouldBe("1.5");
        ReviewCards.SummaryOf(review).ShouldNotBeNullOrWhiteSpace();
    }

    [Theory]
    [MemberData(nameof(Variants))]
    public void Every_button_that_asks_names_what_was_shown_twice_over(string name)
    {
        var review = SampleCases.All[name];
        foreach (var execute in Elements(ReviewCards.For(review)).Where(element => TypeOf(element) == "Action.Execute"))
        {
            var fallback = execute["fallback"]!.AsObject();
            TypeOf(fallback).ShouldBe("Action.Submit");
            fallback["title"]!.GetValue<string>().ShouldBe(execute["title"]!.GetValue<string>());
            fallback["data"]!.ToJsonString().ShouldBe(execute["data"]!.ToJsonString());
            TypeOf(execute.Parent!.Parent!.AsObject()).ShouldBe("ActionSet");

            var data = execute["data"]!.AsObject();
            data.Select(field => field.Key)
                .ShouldBe(
                    (string[])
                        [
                            CardFields.Ticket,
                            CardFields.Version,
                            CardFields.Hash,
                            CardFields.Verb,
                            .. review.GoneTimes.Count > 0 ? [CardFields.Gone] : Array.Empty<string>(),
                        ]
                );
            data[CardFields.Verb]!.GetValue<string>().ShouldBe(execute["verb"]!.GetValue<string>());
            ReviewVerbs.All.Select(verb => verb.Name).ShouldContain(execute["verb"]!.GetValue<string>());
        }
    }

    [Theory]
    [InlineData("proposed", "times,approve,reject")]
    [InlineData("proposed-no-calendar", "retry,approve,reject")]
    [InlineData("proposed-no-mail", "retry,approve,reject")]
    [InlineData("proposed-time-gone", "times,approve,reject")]
    [InlineData("updating", "refresh")]
    [InlineData("approved", "")]
    [InlineData("approved-running", "refresh")]
    [InlineData("rejected", "")]
    [InlineData("superseded", "")]
    [InlineData("failed", "retry")]
    [InlineData("waiting", "")]
    public void Each_state_offers_what_can_be_done(string name, string verbs) =>
        string.Join(',', VerbsOn(SampleCases.All[name])).ShouldBe(verbs);

    [Theory]
    [MemberData(nameof(Variants))]
    public void Every_verb_that_a_case_offers_has_its_button_and_no_other_has(string name)
    {
        var review = SampleCases.All[name];

        VerbsOn(review)
            .ShouldBe(ReviewVerbs.All.Where(verb => verb.OfferOn(review) is not null).Select(verb => verb.Name), ignoreOrder: true);
    }

    /// <summary>Teams' documents say that it does not show the colours of buttons.</summary>
    [Theory]
    [MemberData(nameof(Variants))]
    public void Without_its_colour_a_button_still_says_what_it_does(string name)
    {
        var review = SampleCases.All[name];
        foreach (var row in Elements(ReviewCards.For(review)).Where(element => TypeOf(element) == "ActionSet"))
        {
            var titles = row["actions"]!.AsArray().Select(action => action!["title"]!.GetValue<string>()).ToArray();
            titles.ShouldBeUnique();
            titles.ShouldAllBe(title => !string.IsNullOrWhiteSpace(title));
        }

        foreach (var verb in ReviewVerbs.All.Where(verb => verb.OfferOn(review) is not null))
        {
            Elements(ReviewCards.For(review))
                .Where(element => TypeOf(element) == "Action.Execute" && element["verb"]!.GetValue<string>() == verb.Name)
                .ShouldAllBe(button => button["title"]!.GetValue<string>() == verb.Title);
        }
    }

    [Fact]
    public void A_command_in_one_of_our_sentences_is_shown_without_its_backticks()
    {
        var text = TextOf(
            SampleCases.Proposed with
            {
                Warnings = ["Nothing goes on until a manager types `resume`.", "They typed `rm -rf /`."],
            }
        );

        text.ShouldContain("types resume.");
        text.ShouldContain("`rm -rf /`");
    }

    [Fact]
    public void A_failed_card_that_names_a_remedy_names_no_other()
    {
        var failed = SampleCases.All["failed"];
        var text = TextOf(
            failed with
            {
                Steps =
                [
                    new StepReport(
                        StepNames.CreateDraft,
                        StepStatus.Failed,
                        1,
                        $"Gmail could not be read (sign-in refused). {Core.Connectors.GoogleIdentity.GoogleRemedy.For("no_account_connected")}"
                    ),
                ],
            }
        );

        text.ShouldContain("connect google");
        text.ShouldContain("do that, then try again");
        text.ShouldNotContain("administrator");
    }

    [Fact]
    public void A_time_that_is_gone_is_marked_where_it_is_picked_and_every_click_says_that_it_was_seen()
    {
        var review = SampleCases.All["proposed-time-gone"];

        var titles = Elements(ReviewCards.For(review))
            .Where(element => element["value"] != null && element["title"] != null)
            .Select(element => element["title"]!.GetValue<string>())
            .ToArray();
        titles.Count(title => title.StartsWith("No longer free: ", StringComparison.Ordinal)).ShouldBe(1);
        titles.ShouldContain("No longer free: Thu 26 Nov 2026, 14:00–14:30");
        Elements(ReviewCards.For(review))
            .Where(element => TypeOf(element) == "Action.Execute")
            .ShouldAllBe(element => element["data"]!["gone"]!.GetValue<string>() == "20261126T1300Z");
        TextOf(SampleCases.All["approved-time-gone"]).ShouldContain("Approved although no longer free: Thu 26 Nov 2026, 14:00–14:30.");
    }

    [Fact]
    public void What_is_not_there_cannot_be_approved() => VerbsOn(SampleCases.Proposed with { Draft = null }).ShouldBe(["reject"]);

    [Fact]
    public void A_run_that_had_no_address_is_not_tried_again()
    {
        var review = SampleCases.All["failed"];
        VerbsOn(review with { Steps = [new(StepNames.ExtractProspect, StepStatus.Failed, 1, "The form had no usable address.")] })
            .ShouldBeEmpty();
    }

    [Fact]
    public void Hidden_inputs_are_never_required() =>
        Elements(ReviewCards.For(SampleCases.Proposed)).ShouldAllBe(element => element["isRequired"] == null);

    [Fact]
    public void None_and_unknown_read_differently()
    {
        var known = TextOf(SampleCases.Proposed with { Correspondence = [], Times = [] });
        known.ShouldContain("Earlier mail: none with them.");
        known.ShouldContain("nothing free in the calendar");
        known.ShouldNotContain("could not be read");

        var unknown = TextOf(
            SampleCases.Proposed with
            {
                Correspondence = null,
                Times = null,
                Prospect = SampleCases.Proposed.Prospect with { IsNew = null },
            }
        );
        unknown.ShouldContain("Earlier mail: could not be read.");
        unknown.ShouldContain("Calendar: could not be read: no times are offered.");
        unknown.ShouldContain("HubSpot: could not be read.");
    }

    [Fact]
    public void Moments_are_in_the_zone_of_the_case_which_is_named()
    {
        TextOf(SampleCases.Proposed).ShouldContain("Tue 24 Nov 2026, 10:02 (Berlin time)");
        TextOf(SampleCases.Proposed with { TimeZone = "America/New_York" }).ShouldContain("Tue 24 Nov 2026, 04:02 (New York time)");
        TextOf(SampleCases.Proposed with { TimeZone = "Mars/Olympus" }).ShouldContain("Tue 24 Nov 2026, 09:02 (UTC)");
    }

    [Fact]
    public void A_decision_tells_who_and_when_and_where_the_draft_lies()
    {
        var text = TextOf(SampleCases.Approved);
        text.ShouldContain("Approved by Megan Bowen · Tue 24 Nov 2026, 10:05 (Berlin time)");
        text.ShouldContain("Ready in Gmail, not sent.");
        TextOf(SampleCases.All["rejected"]).ShouldContain("Reason: Facts are wrong: they have three warehouses by now.");
        Elements(ReviewCards.For(SampleCases.Approved))
            .ShouldContain(element => TypeOf(element) == "Action.OpenUrl" && element["title"]!.GetValue<string>() == "Open in Gmail");
    }

    [Fact]
    public void An_address_a_browser_should_not_be_sent_to_is_no_button() =>
        Elements(
                ReviewCards.For(
                    SampleCases.Proposed with
                    {
                        Prospect = SampleCases.Proposed.Prospect with { HubSpotLink = new("javascript:alert(1)") },
                    }
                )
            )
            .ShouldNotContain(element => element["title"] != null && element["title"]!.GetValue<string>() == "Open in HubSpot");

    private static IEnumerable<string> VerbsOn(ReviewCase review) =>
        Elements(ReviewCards.For(review))
            .Where(element => TypeOf(element) == "Action.Execute")
            .Select(element => element["verb"]!.GetValue<string>());

    /// <summary>The card's lines, invisible breaks taken out.</summary>
    private static string TextOf(ReviewCase review) =>
        string.Join(
                '\n',
                Elements(ReviewCards.For(review))
                    .Where(element => TypeOf(element) == "RichTextBlock")
                    .Select(block => string.Concat(block["inlines"]!.AsArray().Select(run => run!["text"]!.GetValue<string>())))
            )
            .Replace("\u200B", "", StringComparison.Ordinal);

    private static string? TypeOf(JsonObject element) => element["type"]?.GetValue<string>();

    private static IEnumerable<JsonObject> Elements(JsonNode? node) =>
        node switch
        {
            JsonObject element => element.SelectMany(field => Elements(field.Value)).Prepend(element),
            JsonArray array => array.SelectMany(Elements),
            _ => [],
        };

    private static Gen<string> OneOf(params string[] pieces) => Gen.Int[0, pieces.Length - 1].Select(index => pieces[index]);
}
