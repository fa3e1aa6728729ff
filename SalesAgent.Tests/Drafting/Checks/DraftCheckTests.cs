using SalesAgent.Core.Drafting;
using SalesAgent.Core.Drafting.Checks;

namespace SalesAgent.Tests.Drafting.Checks;

public sealed class DraftCheckTests
{
    private const string Good = """
        Hi Jane,

        Thank you for filling in our form “Request a demo” for Contoso. Before I suggest anything, I would like to hear what you need. A short conversation is probably the quickest way.

        Would one of these times work for you?

        [[times]]

        If none of them fits, send me one that does.

        Best regards,
        Sam Rep
        """;

    private static readonly DraftFacts Facts = new()
    {
        ContactEmail = SomeDraft.Contact,
        RepEmail = SomeDraft.Rep,
        FreeSlots = SomeDraft.Slots,
        IsReply = false,
        AllowedLinkHosts = ["www.example.com", "*.docs.example.com"],
    };

    [Fact]
    public void A_good_draft_passes_without_a_word() => DraftCheck.Check(Draft(), Facts).ShouldBeEmpty();

    [Fact]
    public void The_recipient_is_the_contact_and_the_sender_the_rep()
    {
        Blocks(Draft() with { To = "eve@contoso.example" }).ShouldBe([FindingCodes.Recipient]);
        Blocks(Draft() with { To = "jane@contoso.example, eve@evil.example" }).ShouldBe([FindingCodes.Recipient]);
        Blocks(Draft() with { From = "other@example.com" }).ShouldBe([FindingCodes.Sender]);
        DraftCheck.Check(Draft() with { To = "Jane@Contoso.Example" }, Facts).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("Write to eve@evil.example instead.", true)]
    [InlineData("Write to eve＠evil.example instead.", true)]
    [InlineData("Write to eve @ evil.example instead.", true)]
    [InlineData("Write to sam@example.com instead.", false)]
    [InlineData("I have jane@contoso.example as your address.", false)]
    [InlineData("We meet @ noon.", false)]
    public void No_other_address_stands_in_the_text(string sentence, bool blocked) =>
        BlocksOf(sentence).Contains(FindingCodes.OtherAddress).ShouldBe(blocked);

    [Theory]
    [InlineData("It is {{company}}.", true)]
    [InlineData("It is }} here.", true)]
    [InlineData("It is [[company]].", true)]
    [InlineData("It is [Company].", true)]
    [InlineData("It is [your name here].", true)]
    [InlineData("It is <name>.", true)]
    [InlineData("It is <b>bold</b>.", true)]
    [InlineData("It is {first_name}.", true)]
    [InlineData("It is %FIRSTNAME%.", true)]
    [InlineData("The date is TBD.", true)]
    [InlineData("The place is ____.", true)]
    [InlineData("Dear ,", true)]
    [InlineData("Dear,", true)]
    [InlineData("Hi ,", true)]
    [InlineData("Hi null,", true)]
    [InlineData("Hello undefined,", true)]
    [InlineData("See [1] and that 3 < 5 and 7 > 5.", false)]
    [InlineData("Hello,", false)]
    [InlineData("Dear Jane,", false)]
    [InlineData("That is 5% (or so) of {3, 4}.", false)]
    public void No_gap_is_left_to_fill_in(string sentence, bool blocked) =>
        BlocksOf(sentence).Contains(FindingCodes.Placeholder).ShouldBe(blocked);

    [Theory]
    [InlineData("See https://www.example.com/a?b=c.", false)]
    [InlineData("See https://en.docs.example.com/.", false)]
    [InlineData("See www.example.com, please.", false)]
    [InlineData("I work at contoso.example and use ASP.NET, e.g. daily. Mr.Smith too, 24.11.2026.", false)]
    [InlineData("See https://evil.example/.", true)]
    [InlineData("See http://example.com.", true)]
    [InlineData("See evil.com for more.", true)]
    [InlineData("See evil.party/login for more.", true)]
    [InlineData("See contoso.example/login for more.", true)]
    [InlineData("See https://www.example.com@evil.example/.", true)]
    [InlineData("See https://user:pass@www.example.com/.", true)]
    [InlineData(@"See https://evil.example\@www.example.com/.", true)]
    [InlineData("See https://www.example.com.evil.example/.", true)]
    [InlineData("See https://docs.example.com.evil.example/.", true)]
    [InlineData("See https://www.exаmple.com/.", true)]
    [InlineData("See https://xn--exmple-4nf.com/.", true)]
    [InlineData("See https://bit.ly/abc.", true)]
    [InlineData("See ｈttps://evil.example/.", true)]
    [InlineData("See ftp://www.example.com/.", true)]
    [InlineData("See javascript:alert(1).", true)]
    [InlineData("See mailto:jane@contoso.example.", true)]
    [InlineData("See http://10.0.0.1/x and 10.0.0.1/x.", true)]
    [InlineData("See [our site](https://evil.example).", true)]
    public void A_link_leads_where_it_says_and_only_to_known_sites(string sentence, bool blocked) =>
        BlocksOf(sentence).Contains(FindingCodes.Link).ShouldBe(blocked);

    [Fact]
    public void A_shortener_is_refused_even_when_somebody_allowed_it() =>
        Blocks(Draft(Good + "\nSee https://bit.ly/abc"), Facts with { AllowedLinkHosts = ["bit.ly"] }).ShouldBe([FindingCodes.Link]);

    [Fact]
    public void Every_offered_time_is_free_and_stands_in_the_text_once()
    {
        var line = "- Tue 24 Nov 2026, 10:00–10:30 (New York time, UTC-05:00)";

        Blocks(Draft(), Facts with { FreeSlots = [.. SomeDraft.Slots.Skip(1)] }).ShouldBe([FindingCodes.Times]);
        Blocks(Draft(), Facts with { FreeSlots = [] }).Count.ShouldBe(3);
        Blocks(
                Draft() with
                {
                    Times = [.. SomeDraft.Slots, SomeDraft.At(27, 9)],
                },
                Facts with
                {
                    FreeSlots = [.. SomeDraft.Slots, SomeDraft.At(27, 9)],
                }
            )
            .ShouldBe([FindingCodes.Times]);
        Blocks(Draft() with { Body = Draft().Body.Replace(line, line + "\n" + line, StringComparison.Ordinal) })
            .ShouldBe([FindingCodes.Times]);
        Blocks(Draft() with { Body = Draft().Body.Replace("10:00–10:30", "10:00–11:30", StringComparison.Ordinal) }).ShouldNotBeEmpty();
        Blocks(Draft() with { Times = [] }).ShouldBe([FindingCodes.Times, FindingCodes.Times, FindingCodes.Times]);
    }

    [Theory]
    [InlineData("How about 9:00-9:30 on Monday.", true)]
    [InlineData("I am free 14.00 to 15.00 then.", true)]
    [InlineData("There are 10 to 30 people.", false)]
    public void A_time_that_was_not_looked_up_is_not_offered(string sentence, bool blocked) =>
        BlocksOf(sentence).Contains(FindingCodes.Times).ShouldBe(blocked);

    [Theory]
    [InlineData("Re: Your request", true)]
    [InlineData("RE : Your request", true)]
    [InlineData("Fwd: Your request", true)]
    [InlineData("Re[2]: Your request", true)]
    [InlineData("Ｒe: Your request", true)]
    [InlineData("Regarding your request", false)]
    [InlineData("Reach: a short introduction", false)]
    public void A_first_mail_does_not_pretend_to_be_a_reply(string subject, bool blocked) =>
        Blocks(Draft() with { Subject = subject }).Contains(FindingCodes.FakeReply).ShouldBe(blocked);

    [Fact]
    public void A_reply_keeps_the_subject_of_its_conversation()
    {
        var reply = Facts with { IsReply = true, ThreadSubject = "[EXTERNAL] FW: pricing for example.org" };

        DraftCheck.Check(Draft() with { Subject = "Re: [EXTERNAL] FW: pricing for example.org" }, reply).ShouldBeEmpty();
        Warns(Draft() with { Subject = "Re: Other" }, reply).ShouldBe([FindingCodes.Subject]);
    }

    [Fact]
    public void Subject_and_text_are_there_and_hide_nothing()
    {
        Blocks(Draft() with { Subject = " " }).ShouldBe([FindingCodes.Empty]);
        Blocks(Draft() with { Body = "\n", Times = [] }).ShouldBe([FindingCodes.Empty]);
        Blocks(Draft() with { Subject = "Hello\r\nBcc: x" }).ShouldBe([FindingCodes.HiddenCharacters]);
        Blocks(Draft() with { FromName = "Sam\nBcc" }).ShouldBe([FindingCodes.HiddenCharacters]);
        Blocks(Draft() with { Body = Draft().Body.Replace("Jane", "Ja\u202Ene", StringComparison.Ordinal) })
            .ShouldBe([FindingCodes.HiddenCharacters]);
        Blocks(Draft() with { Body = Draft().Body.Replace("Jane", "Ja\u200Bne", StringComparison.Ordinal) })
            .ShouldBe([FindingCodes.HiddenCharacters]);
        Blocks(Draft() with { Body = Draft().Body.Replace("Jane", "Ja\ud800ne", StringComparison.Ordinal) })
            .ShouldBe([FindingCodes.HiddenCharacters]);
    }

    [Theory]
    [InlineData("We give you a discount.", FindingCodes.Commitment)]
    [InlineData("It costs $40 a month.", FindingCodes.Commitment)]
    [InlineData("We guarantee the result.", FindingCodes.Commitment)]
    [InlineData("Our game-changing product waits.", FindingCodes.Hype)]
    [InlineData("Wow! Great!", FindingCodes.Hype)]
    [InlineData("Does that suit you?", FindingCodes.Questions)]
    [InlineData("Call me at 3 pm then.", FindingCodes.ClockTime)]
    [InlineData(
        "One two three four five six seven eight nine ten one two three four five six seven eight nine ten one two three four five six.",
        FindingCodes.LongSentence
    )]
    public void Words_to_think_about_are_pointed_out_and_do_not_block(string sentence, string code)
    {
        Warns(Draft(Good + "\n\n" + sentence)).ShouldBe([code]);
        BlocksOf(sentence).ShouldBeEmpty();
    }

    [Fact]
    public void What_is_quoted_from_them_is_no_promise_of_ours()
    {
        var quoting = Draft(Good + "\n\nYou wrote: “What is the price for 40 seats?”");

        Warns(quoting).ShouldBe([FindingCodes.Questions, FindingCodes.Commitment]);
        Warns(quoting, Facts with { TheirWords = ["Hello. What is the  price for 40 seats? Thanks"] }).ShouldBeEmpty();
        Warns(quoting, Facts with { TheirWords = ["Something else"] }).ShouldBe([FindingCodes.Questions, FindingCodes.Commitment]);
    }

    [Fact]
    public void Too_short_and_too_long_are_pointed_out()
    {
        Warns(Draft("Hi Jane,\n\n[[times]]\n\nSam")).ShouldBe([FindingCodes.Length]);
        Warns(Draft(Good + string.Concat(Enumerable.Repeat("\nThis is a short line of eight words.", 12)))).ShouldBe([FindingCodes.Length]);
    }

    [Theory]
    [InlineData("A subject that goes on and on and never comes to an end", true)]
    [InlineData("ANSWER NOW", true)]
    [InlineData("SAP", false)]
    [InlineData("Your request for IBM", false)]
    public void A_subject_is_short_and_calm(string subject, bool warned) =>
        (Warns(Draft() with { Subject = subject }).Count > 0).ShouldBe(warned);

    [Fact]
    public void What_blocks_comes_first() =>
        DraftCheck.Check(Draft(Good + "\n\nA discount waits at https://evil.example"), Facts)[0].Severity.ShouldBe(FindingSeverity.Block);

    private static Draft Draft(string text = Good) =>
        DraftComposer.Compose(new WrittenMessage("Your request for Contoso", text, "test"), SomeDraft.Envelope, SomeDraft.Slots);

    private static IReadOnlyList<string> BlocksOf(string sentence) => Blocks(Draft(Good + "\n\n" + sentence));

    private static IReadOnlyList<string> Blocks(Draft draft, DraftFacts? facts = null) => Codes(draft, facts, FindingSeverity.Block);

    private static IReadOnlyList<string> Warns(Draft draft, DraftFacts? facts = null) => Codes(draft, facts, FindingSeverity.Warn);

    private static IReadOnlyList<string> Codes(Draft draft, DraftFacts? facts, FindingSeverity severity) =>
        [.. DraftCheck.Check(draft, facts ?? Facts).Where(finding => finding.Severity == severity).Select(finding => finding.Code)];
}
