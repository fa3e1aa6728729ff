using SalesAgent.Core.Connectors;
using SalesAgent.Core.Connectors.Gmail;
using SalesAgent.Core.Connectors.Gmail.Messages;
using SalesAgent.Core.Connectors.Gmail.Wire;
using WireThread = SalesAgent.Core.Connectors.Gmail.Wire.Thread;

namespace SalesAgent.Tests.Connectors.Gmail;

/// <summary>What a message is, by the marks of the programs that wrote or carried it.</summary>
public sealed class MailMarksTests
{
    private const string Jane = "Jane <jane@acme.test>";
    private const string Rep = "rep@sales.test";

    /// <summary>RFC 3834 has three values and lets others add more; "no" alone means that somebody wrote it.</summary>
    [Theory]
    [InlineData("Auto-Submitted: auto-replied")]
    [InlineData("Auto-Submitted: auto-generated")]
    [InlineData("auto-submitted: Auto-Notified; owner-email=\"jane@acme.test\"")]
    [InlineData("Auto-Submitted: auto-replied (vacation)")]
    [InlineData("Auto-Submitted: auto-forwarded")]
    [InlineData("X-Autoreply: yes")]
    [InlineData("X-Autorespond: Out of office")]
    [InlineData("X-Autoreply-From: jane@acme.test")]
    [InlineData("X-Vacation: 1")]
    [InlineData("X-Auto-Response-Suppress: All")]
    [InlineData("X-Auto-Response-Suppress: DR, OOF, AutoReply")]
    [InlineData("Precedence: auto_reply")]
    [InlineData("Precedence: Auto-Reply")]
    [InlineData("Precedence: junk")]
    [InlineData("Return-Path: <>")]
    [InlineData("X-MS-Exchange-Inbox-Rules-Loop: jane@acme.test")]
    [InlineData("X-MS-Exchange-Generated-Message-Source: Mailbox Rules Agent")]
    [InlineData("Subject: Automatic reply: Pumps", "X-Auto-Response-Suppress: DR, RN, NRN")]
    [InlineData("Subject: Abwesenheitsnotiz", "Precedence: bulk")]
    [InlineData("Subject: Réponse automatique : Pompes", "X-Loop: jane@acme.test")]
    [InlineData("Subject: Out of office", "X-Mailer: vacation 1.2.7")]
    public void A_program_answered(params string[] headers) => Of(headers).ShouldBe(MailNature.Automatic);

    [Theory]
    [InlineData("Auto-Submitted: no")]
    [InlineData("Auto-Submitted: No (somebody typed it)")]
    [InlineData("Auto-Submitted:")]
    [InlineData("X-Autoreply: no")]
    [InlineData("X-Auto-Response-Suppress: None")]
    [InlineData("X-Auto-Response-Suppress: DR, RN, NRN")]
    [InlineData("Precedence: first-class")]
    [InlineData("Return-Path: <jane@acme.test>")]
    [InlineData("X-MS-Exchange-Inbox-Rules-Loop: sales@sales.test")]
    [InlineData("Subject: I am out of office next week, but yes")]
    [InlineData("Subject: Automatic reply to customers: can you do that?")]
    [InlineData("Subject: Re: Fwd: Pumps")]
    [InlineData("Subject: Forward planning")]
    [InlineData("Subject: Accepted: your offer")]
    [InlineData("Subject: Read: our paper on pumps")]
    [InlineData("Disposition-Notification-To: jane@acme.test")]
    [InlineData("X-Forwarded-To: rep@sales.test", "X-Forwarded-For: info@sales.test rep@sales.test")]
    [InlineData("Resent-From: info@sales.test")]
    [InlineData("Content-Type: multipart/alternative; boundary=x")]
    public void Somebody_wrote_it(params string[] headers) => Of(headers).ShouldBe(MailNature.Written);

    [Theory]
    [InlineData("Content-Type: multipart/report; report-type=delivery-status; boundary=x", "Auto-Submitted: auto-replied")]
    [InlineData("Content-Type: multipart/report; report-type=\"Delivery-Status\"; boundary=x")]
    [InlineData("From: Mail Delivery Subsystem <MAILER-DAEMON@mx.test>")]
    [InlineData("From: postmaster@acme.test", "Auto-Submitted: auto-generated")]
    [InlineData("X-Failed-Recipients: jane@acme.test")]
    public void A_mail_did_not_arrive(params string[] headers) => Of(headers).ShouldBe(MailNature.Bounce);

    [Theory]
    [InlineData("Content-Type: multipart/report; report-type=disposition-notification; boundary=x")]
    [InlineData("Subject: Gelesen: Pumpen", "X-Auto-Response-Suppress: All")]
    [InlineData("Subject: Not read: Pumps", "Return-Path: <>")]
    public void A_mail_was_read(params string[] headers) => Of(headers).ShouldBe(MailNature.Receipt);

    [Theory]
    [InlineData("Content-Type: text/calendar; method=REPLY; charset=utf-8")]
    [InlineData("Content-Class: urn:content-classes:calendarmessage")]
    [InlineData("Sender: Google Calendar <calendar-notification@google.com>", "Auto-Submitted: auto-generated")]
    public void A_calendar_wrote(params string[] headers) => Of(headers).ShouldBe(MailNature.Calendar);

    [Theory]
    [InlineData("multipart/alternative", "text/calendar; method=REQUEST", null, MailNature.Calendar)]
    [InlineData("multipart/alternative", "text/calendar", null, MailNature.Calendar)]
    [InlineData("multipart/mixed", "text/calendar; method=COUNTER", null, MailNature.Calendar)]
    [InlineData("multipart/mixed", "text/calendar; name=\"fair.ics\"", null, MailNature.Written)]
    [InlineData("multipart/mixed", "text/calendar; method=PUBLISH", null, MailNature.Written)]
    [InlineData("multipart/mixed", "text/calendar; method=REQUEST", "attachment; filename=fair.ics", MailNature.Written)]
    [InlineData("multipart/report", "message/delivery-status", null, MailNature.Bounce)]
    [InlineData("multipart/report", "message/disposition-notification", null, MailNature.Receipt)]
    [InlineData("multipart/mixed", "application/pdf", "attachment", MailNature.Written)]
    public void The_parts_say_what_the_headers_do_not(string whole, string part, string? disposition, MailNature nature)
    {
        var below = new MessagePart
        {
            Headers =
            [
                Header($"Content-Type: {part}"),
                .. new[] { disposition }.OfType<string>().Select(value => Header($"Content-Disposition: {value}")),
            ],
        };
        var message = Message(["Content-Type: " + whole + "; boundary=x"]);
        message.Payload!.MimeType = whole;
        message.Payload.Parts = [new MessagePart { MimeType = "text/plain" }, below, null];

        Read(message).Nature.ShouldBe(nature);
    }

    [Theory]
    [InlineData("List-Unsubscribe: <https://esp.test/u>")]
    [InlineData("List-Unsubscribe: <mailto:leave@esp.test>", "List-Id: <news.acme.test>")]
    [InlineData("Precedence: bulk")]
    [InlineData("Precedence: list")]
    [InlineData("To: pump-users@lists.test", "List-Id: Pump users <pump-users.lists.test>")]
    [InlineData("To: sales@sales.test", "List-Id: <sales.sales.test>", "List-Unsubscribe: <https://esp.test/u>", "Precedence: bulk")]
    [InlineData("To: all@acme.test", "List-Post: <mailto:all@acme.test>")]
    public void It_went_to_many(params string[] headers) => Of(headers).ShouldBe(MailNature.List);

    /// <summary>A group marks what goes through it; it is still written by whom it says, to us.</summary>
    [Theory]
    [InlineData("To: sales@sales.test", "List-Id: <sales.sales.test>")]
    [InlineData(
        "To: sales@sales.test",
        "List-Id: Sales <sales.sales.test>",
        "Precedence: list",
        "Mailing-list: list sales@sales.test; contact sales+owners@sales.test"
    )]
    [InlineData(
        "To: sales@eu.sales.test",
        "List-ID: <sales.eu.sales.test>",
        "List-Unsubscribe: <mailto:googlegroups-manage+9+unsubscribe@googlegroups.com>, <https://groups.google.com/x>"
    )]
    [InlineData("List-Id: <pumps.lists.test>")]
    [InlineData(
        "To: rep@sales.test, team@acme.test",
        "List-Id: <team.acme.test>",
        "Precedence: list",
        "List-Unsubscribe: <mailto:team-leave@acme.test>"
    )]
    public void A_list_that_only_carried_it_makes_no_newsletter(params string[] headers) => Of(headers).ShouldBe(MailNature.Written);

    [Theory]
    [InlineData("Fwd: Offer")]
    [InlineData("FW: Offer")]
    [InlineData("WG: Angebot")]
    [InlineData("TR : Offre")]
    [InlineData("RV: Oferta")]
    [InlineData("转发：报价")]
    [InlineData("[EXT] Fwd: Offer")]
    public void Somebody_elses_words_are_passed_on(string subject) => Of($"Subject: {subject}").ShouldBe(MailNature.Forwarded);

    [Fact]
    public void What_the_mailbox_itself_wrote_is_no_list_and_no_bounce_but_may_be_automatic()
    {
        Of("From: rep@sales.test", "List-Id: <x.lists.test>", "Precedence: bulk").ShouldBe(MailNature.Written);
        Of("From: rep@sales.test", "Auto-Submitted: auto-replied").ShouldBe(MailNature.Automatic);
    }

    [Fact]
    public void Behind_the_address_of_a_group_of_ours_stands_who_wrote()
    {
        Read(Message(["From: 'Jane Doe' via Sales <sales@sales.test>", "X-Original-From: Jane Doe <jane@acme.test>"]))
            .From.ShouldBe(new MailPerson("jane@acme.test", "Jane Doe"));
        Read(Message(["From: Eve <eve@evil.test>", "X-Original-Sender: jane@acme.test"])).From!.Address.ShouldBe("eve@evil.test");
    }

    /// <summary>Names that should stand in quotes, as programs write them.</summary>
    [Theory]
    [InlineData("Acme; Sales <a@acme.test>", "Acme; Sales")]
    [InlineData("Jane: Acme <a@acme.test>", "Jane: Acme")]
    [InlineData("Pumps: Valves; Seals <a@acme.test>", "Pumps: Valves; Seals")]
    [InlineData("Müller, Jörg <a@acme.test>", "Müller, Jörg")]
    [InlineData("Acme (Sales); North <a@acme.test>", "Acme (Sales); North")]
    [InlineData("=?utf-8?Q?Acme=3B?= Sales; North <a@acme.test>", "Acme; Sales; North")]
    public void A_name_with_marks_is_a_name(string header, string name) =>
        MailAddresses.People(header).ShouldHaveSingleItem().ShouldBe(new MailPerson("a@acme.test", name));

    [Fact]
    public void A_group_is_opened_and_a_list_is_a_list()
    {
        MailAddresses.People("Team: Jane <a@acme.test>, b@acme.test;").Select(one => one.Address).ShouldBe(["a@acme.test", "b@acme.test"]);
        MailAddresses.People("undisclosed-recipients:;").ShouldBeEmpty();
        MailAddresses
            .People("Acme; Sales <a@acme.test>, Bob <b@acme.test>")
            .ShouldBe([new MailPerson("a@acme.test", "Acme; Sales"), new MailPerson("b@acme.test", "Bob")]);
    }

    private static MailNature Of(params string[] headers) => Read(Message(headers)).Nature;

    private static MailMessage Read(Message message) =>
        ThreadReader
            .Read(OutsideCall.Read("gmail", "Reading"), new WireThread { Id = "t1", Messages = [message] }, [Rep])
            .Messages.Single();

    private static Message Message(IReadOnlyList<string> headers)
    {
        string[] usual = [$"From: {Jane}", $"To: {Rep}", "Subject: Pumps", "Message-ID: <a@acme.test>"];
        return new Message
        {
            Id = "m1",
            LabelIds = ["INBOX"],
            InternalDate = "1795300000123",
            Payload = new MessagePart
            {
                Headers =
                [
                    .. headers.Select(Header),
                    .. usual
                        .Where(one => !headers.Any(given => given.StartsWith(one.Split(':')[0] + ":", StringComparison.OrdinalIgnoreCase)))
                        .Select(Header),
                ],
            },
        };
    }

    private static MessagePartHeader Header(string line) =>
        new() { Name = line.Split(':')[0], Value = line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim() };
}
