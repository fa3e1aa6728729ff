using SalesAgent.Core.Connectors.Gmail;
using SalesAgent.Core.Orchestration.Correspondents;
using SalesAgent.Core.People;
using SalesAgent.Core.Records.Runs;

namespace SalesAgent.Tests.Orchestration.Correspondents;

public sealed class MailReadingTests
{
    private const string Jane = "jane@contoso.example";
    private const string Second = "j.doe@contoso.example";
    private const string Own = "sam@sales.example";
    private const string Alias = "sam.rep@sales.example";

    private static readonly DateTimeOffset Now = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);
    private static readonly Rep Sam = Of("Sam Rep", Own);
    private static readonly RepDirectory Reps = new([Sam, Of("Rita Rep", "rita@elsewhere.example")]);

    [Fact]
    public void Whoever_wrote_is_told_by_all_addresses_of_the_lead_and_of_us()
    {
        var lines = Read(
            Mail("JANE@Contoso.example", day: 1),
            Mail(Second, day: 2),
            Mail("lena@sales.example", day: 3, name: "Lena"),
            Mail("rita@elsewhere.example", day: 4, name: "Rita Rep"),
            Mail("bob@partner.example", day: 5)
        ).Correspondence.Lines;

        lines
            .Select(line => line.Told)
            .ShouldBe([
                "from bob@partner.example, not them",
                "from Rita Rep, a colleague",
                "from Lena, a colleague",
                "from them",
                "from them",
            ]);
        lines.Select(line => line.FromThem).ShouldBe([false, false, false, true, true]);
    }

    [Fact]
    public void A_provider_of_mail_makes_no_colleagues()
    {
        var thread = Thread("Pumps", [Mail("lena@gmail.com", day: 1)]) with { OwnAddresses = ["sam@gmail.com"] };

        Reading().Of(new MailSearch([thread])).Correspondence.Lines.Single().Author.ShouldBe(MailAuthor.Other);
    }

    [Theory]
    [InlineData(MailNature.Automatic, "automatic note from them")]
    [InlineData(MailNature.Receipt, "read receipt from them")]
    [InlineData(MailNature.Calendar, "calendar message from them")]
    [InlineData(MailNature.Forwarded, "forwarded, from them")]
    [InlineData(MailNature.Bounce, "report that a mail did not arrive")]
    public void What_nobody_wrote_to_us_is_named_and_not_answered(MailNature nature, string told)
    {
        var (mail, _) = Read(Mail(Own, day: 1, to: Jane), Mail(Jane, day: 2) with { Nature = nature });

        mail.Lines[0].Told.ShouldBe(told);
        mail.Lines[0].FromThem.ShouldBeFalse();
        mail.Reply.ShouldNotBeNull().InReplyTo.ShouldBe("<m1@mail.example>");
        mail.Reply.LastMailWasTheirs.ShouldBeFalse();
        mail.Reply.LastMailAt.ShouldBe(Now.AddDays(1 - 10));
        Read(Mail(Jane, day: 2) with { Nature = nature }).Correspondence.Reply.ShouldBeNull();
    }

    [Fact]
    public void The_chain_of_an_answer_ends_with_what_it_answers()
    {
        var (mail, warnings) = Read(
            Mail(Own, day: 1, to: Jane),
            Mail(Jane, day: 2),
            Mail(Own, day: 3, to: "lena@sales.example"),
            Mail("bob@partner.example", day: 4, name: "Bob")
        );

        mail.Reply!.References.ShouldBe(["<m1@mail.example>", "<m2@mail.example>"]);
        mail.Reply.LastMailWasTheirs.ShouldBeTrue();
        mail.Lines[1].Told.ShouldBe("from you to others");
        warnings.ShouldBe(["Bob wrote after their mail of 14 Nov, which this draft answers."]);
    }

    [Fact]
    public void An_older_conversation_of_theirs_comes_before_a_newer_one_of_others()
    {
        var introduced = Thread("Meet Jane", [Mail("lena@sales.example", day: 8, to: Own, name: "Lena") with { Cc = [new(Jane)] }]) with
        {
            Id = "t2",
        };

        Reading().Of(new MailSearch([introduced, Thread("Pumps", [Mail(Jane, day: 3)])])).Correspondence.Reply!.ThreadId.ShouldBe("t1");
        var (mail, warnings) = Reading().Of(new MailSearch([introduced]));
        mail.Reply.ShouldBeNull();
        warnings.ShouldBe([
            "The latest mail with them is not theirs but by Lena, a colleague: this draft is a separate mail to them alone.",
        ]);
    }

    [Fact]
    public void The_card_names_who_is_left_out_and_where_they_wanted_the_answer()
    {
        var (_, warnings) = Read(
            Mail(Second, day: 9, to: Alias) with
            {
                Cc = [new("bob@contoso.example", "Bob"), new("lena@sales.example")],
                ReplyTo = [new("buying@contoso.example")],
            }
        );

        warnings.ShouldBe([
            "Also on their mail of 21 Nov and left out of this draft: Bob, lena@sales.example.",
            $"Your conversation with them goes on under {Second}; this draft goes to {Jane}.",
            $"They asked for answers to buying@contoso.example; this draft goes to {Jane}.",
            $"They wrote to {Alias}; this draft is from {Own}.",
        ]);
        Read(Mail(Jane, day: 9) with { ReplyTo = [new(Second)] }).Warnings.ShouldBeEmpty();
    }

    [Fact]
    public void A_report_that_our_mail_did_not_arrive_is_told()
    {
        var (_, warnings) = Read(Mail(Own, day: 1, to: Jane), Mail("mailer-daemon@mx.example", day: 1) with { Nature = MailNature.Bounce });

        warnings.ShouldBe(["Your mail of 13 Nov may not have arrived: a report about it came on 13 Nov."]);
    }

    [Fact]
    public void They_are_away_as_long_as_nothing_came_since_and_the_day_has_not_passed()
    {
        var note = Mail(Jane, day: 8) with { Nature = MailNature.Automatic, Snippet = "I am out of the office until 15 December." };

        var (mail, warnings) = Read(Mail(Own, day: 7, to: Jane), note);
        mail.Away!.Until.ShouldBe(new DateOnly(2026, 12, 15));
        warnings.ShouldBe([
            "They seem to be away until 15 December 2026: their automatic note of 20 Nov says “I am out of the office until 15 December.”.",
        ]);

        Read(note, Mail(Jane, day: 9)).Correspondence.Away.ShouldBeNull();
        Read(note with { Snippet = "Out of the office until 21 November." }).Correspondence.Away.ShouldBeNull();
        Read(note with { From = new("bob@contoso.example") }).Correspondence.Away.ShouldBeNull();
    }

    [Fact]
    public void What_was_not_looked_at_is_passed_on()
    {
        var (mail, _) = Reading().Of(new MailSearch([]) { ListMailLeftOut = true, IsCutOff = true });

        (mail.ListMailLeftOut, mail.IsCutOff).ShouldBe((true, true));
        mail.Searched.ShouldBe([Jane, Second]);
    }

    [Theory]
    [InlineData("Question about carriers", "Re: Question about carriers")]
    [InlineData("RE: [JIRA-12] Rollout, 50% done?", "Re: [JIRA-12] Rollout, 50% done?")]
    [InlineData("Große Überraschung 東京", "Re: Große Überraschung 東京")]
    [InlineData("\u200FRe: שלום", "Re: שלום")]
    public void An_ordinary_conversation_is_continued_under_its_subject(string subject, string answered)
    {
        var (mail, warnings) = Reading().Of(new MailSearch([Thread(subject, [Mail(Jane, day: 9)])]));

        mail.Reply.ShouldNotBeNull().Subject.ShouldBe(answered);
        warnings.ShouldBeEmpty();
    }

    [Fact]
    public void A_subject_that_one_would_not_write_oneself_makes_a_separate_mail_and_the_reviewer_is_told()
    {
        var (mail, warnings) = Reading().Of(new MailSearch([Thread("Invoice: https://evil.example/pay", [Mail(Jane, day: 9)])]));

        mail.Reply.ShouldBeNull();
        warnings.ShouldBe(["The subject of your latest conversation with them should not be repeated, so this draft is a separate mail."]);
    }

    private static MailReading Reading() => new([Jane, Second], Sam, Reps, null, [], Now);

    private static (Correspondence Correspondence, IReadOnlyList<string> Warnings) Read(params MailMessage[] mails) =>
        Reading().Of(new MailSearch([Thread("Pumps", mails)]));

    private static MailThread Thread(string subject, MailMessage[] mails) =>
        new()
        {
            Id = "t1",
            Subject = subject,
            Messages = mails,
            OwnAddresses = [Own, Alias],
        };

    private static MailMessage Mail(string from, int day, string to = Own, string? name = null) =>
        new()
        {
            Id = $"m{day}",
            MessageIdHeader = $"<m{day}@mail.example>",
            From = new(from, name),
            To = [new(to)],
            Date = Now.AddDays(day - 10),
            Direction = from is Own or Alias ? MailDirection.Outbound : MailDirection.Inbound,
        };

    private static Rep Of(string name, string email) =>
        new()
        {
            Name = name,
            Email = email,
            AadObjectId = $"aad-{email}",
            TimeZone = TimeZoneInfo.Utc,
            Hours = WorkingHours.Default,
        };
}
