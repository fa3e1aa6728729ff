using System.Text;
using SalesAgent.Bot.Sandbox.Samples;
using SalesAgent.Core.Records;
using SalesAgent.Core.Records.Reviews;
using SalesAgent.Tests.Support;

namespace SalesAgent.Tests.Journeys;

/// <summary>Earlier mail belongs to whoever wrote it: in the draft, on the card and in the conversation that is gone on with.</summary>
public sealed class WhoWroteWhatTests
{
    private const string Jane = "Jane Doe <jane@acme.example>";
    private const string Alex = "Alex Wilber <alex@contoso.example>";
    private const string Thanks = "Thank you for your mail";
    private const string FollowsUp = "I wrote to you";
    private const string None = "none with them";

    private static readonly Mail Ours = new(Alex, Jane, "Pumps", "Hello Jane, shall we talk?", 6);
    private static readonly Mail Hers = new(Jane, Alex, "Pumps", "Hello Alex, we look for pumps.", 4);

    [Fact]
    public async Task A_mail_through_a_group_of_ours_is_theirs()
    {
        await using var agent = await RunningAgent.StartAsync();
        await AnsweredAsync(
            agent,
            new Mail(Jane, "sales@contoso.example", "Pumps", "We look for pumps.", 2, "List-Id: <sales.contoso.example>")
        );
        await AnsweredAsync(
            agent,
            new Mail(
                "Kim <kim@group.example>",
                "sales@contoso.example",
                "Pumps",
                "We look for pumps.",
                2,
                "List-ID: <sales.contoso.example>",
                "Precedence: list",
                "Mailing-list: list sales@contoso.example; contact sales+owners@contoso.example",
                "List-Post: <https://groups.google.com/a/contoso.example/group/sales/post>, <mailto:sales@contoso.example>",
                "List-Unsubscribe: <mailto:googlegroups-manage+1+unsubscribe@googlegroups.com>"
            )
        );
        await AnsweredAsync(
            agent,
            new Mail("Lee <lee@first.example>", Alex, "Pumps", "We look for pumps.", 5),
            new Mail(
                "Lee <lee@first.example>",
                $"{Alex}, team@first.example",
                "Re: Pumps",
                "Any news?",
                2,
                "List-Id: <team.first.example>",
                "Precedence: list"
            )
        );
    }

    [Fact]
    public async Task Mail_to_many_is_left_out_and_the_card_says_so()
    {
        await using var agent = await RunningAgent.StartAsync();
        foreach (
            var (number, headers) in new string[][]
            {
                ["List-Unsubscribe: <https://mail.acme.example/u>", "List-Unsubscribe-Post: List-Unsubscribe=One-Click"],
                ["Precedence: bulk"],
                ["List-Id: <pump-users.lists.example>", "Precedence: list"],
            }.Index()
        )
        {
            var address = $"jane{number}@many.example";
            var to = number == 2 ? "pump-users@lists.example" : Alex;
            var (state, card) = await AskAsync(agent, address, new Mail($"Jane <{address}>", to, "News of May", "New pumps!", 2, headers));

            state.Run.Dossier.Draft!.ThreadId.ShouldBeNull(headers[0]);
            card.ShouldContain("mail through a list was left out", Case.Insensitive, headers[0]);
            card.ShouldNotContain(None, Case.Insensitive, headers[0]);
            card.ShouldNotContain("News of May", Case.Insensitive, headers[0]);
        }
    }

    /// <summary>After what somebody's mail program wrote by itself it is still us who wrote last.</summary>
    [Theory]
    [InlineData("Pumps", "Auto-Submitted: auto-replied")]
    [InlineData("Automatic reply: Pumps", "X-Auto-Response-Suppress: All", "X-MS-Exchange-Inbox-Rules-Loop: jane@acme.example")]
    [InlineData("Accepted: Pumps", "Content-Class: urn:content-classes:calendarmessage")]
    [InlineData("Fwd: Offer of another vendor")]
    public async Task What_they_did_not_write_to_us_is_not_thanked_for(string subject, params string[] headers)
    {
        await using var agent = await RunningAgent.StartAsync();
        var (state, card) = await AskAsync(
            agent,
            "jane@acme.example",
            Ours,
            new Mail(Jane, Alex, subject, "I am out of the office until 15 December.", 5, headers)
        );

        state.Run.Dossier.Draft!.Body.ShouldContain(FollowsUp);
        state.Run.Dossier.Draft.Body.ShouldNotContain(Thanks);
        state.Run.Dossier.Correspondence!.Reply!.InReplyTo.ShouldBe(Ours.MessageId);
        card.ShouldNotContain("\"from them, ");
        if (!subject.StartsWith("Fwd", StringComparison.Ordinal) && !subject.StartsWith("Accepted", StringComparison.Ordinal))
        {
            card.ShouldContain("They seem to be away");
            card.ShouldContain("15 December");
        }
    }

    [Fact]
    public async Task A_reading_of_the_parts_tells_an_invitation_a_bounce_and_a_receipt()
    {
        await using var agent = await RunningAgent.StartAsync();
        var invitation = await AskAsync(
            agent,
            "jane@acme.example",
            Ours,
            new Mail(Jane, Alex, "Pumps", "Jane has accepted.", 5)
            {
                Body =
                    "Content-Type: multipart/alternative; boundary=b1\n\n--b1\nContent-Type: text/plain\n\nJane has accepted.\n--b1\nContent-Type: text/calendar; method=REPLY\n\nBEGIN:VCALENDAR\nEND:VCALENDAR\n--b1--\n",
            }
        );
        invitation.State.Run.Dossier.Draft!.Body.ShouldNotContain(Thanks);
        invitation.Card.ShouldContain("calendar message from them");

        var bounced = await AskAsync(
            agent,
            "kim@acme.example",
            Ours with
            {
                To = "kim@acme.example",
            },
            new Mail(
                "Mail Delivery Subsystem <mailer-daemon@googlemail.com>",
                Alex,
                "Delivery Status Notification (Failure)",
                "Address not found",
                5
            )
            {
                Body =
                    "Content-Type: multipart/report; report-type=delivery-status; boundary=b1\n\n--b1\nContent-Type: text/plain\n\nAddress not found\n--b1\nContent-Type: message/delivery-status\n\nStatus: 5.1.1\n--b1--\n",
            }
        );
        bounced.State.Run.Dossier.Draft!.Body.ShouldNotContain(Thanks);
        bounced.Card.ShouldContain("may not have arrived");

        var read = await AskAsync(
            agent,
            "lee@acme.example",
            Ours with
            {
                To = "lee@acme.example",
            },
            new Mail("Lee <lee@acme.example>", Alex, "Read: Pumps", "Your message was read.", 5)
            {
                Body =
                    "Content-Type: multipart/report; report-type=disposition-notification; boundary=b1\n\n--b1\nContent-Type: text/plain\n\nYour message was read.\n--b1--\n",
            }
        );
        read.State.Run.Dossier.Draft!.Body.ShouldNotContain(Thanks);
        read.Card.ShouldContain("read receipt from them");
    }

    [Theory]
    [InlineData("Lena Brandt <lena@contoso.example>", "Lena Brandt, a colleague")]
    [InlineData("Bob Stone <bob@partner.example>", "Bob Stone, not them")]
    public async Task Who_else_wrote_is_named_and_not_taken_for_them(string author, string named)
    {
        await using var agent = await RunningAgent.StartAsync();
        var (state, card) = await AskAsync(
            agent,
            "jane@acme.example",
            new Mail(author, Alex, "Meet Jane", "Alex, meet Jane in Cc.", 2, $"Cc: {Jane}")
        );

        state.Run.Dossier.Draft!.Body.ShouldNotContain(Thanks);
        state.Run.Dossier.Draft.Body.ShouldNotContain(FollowsUp);
        state.Run.Dossier.Correspondence!.Reply.ShouldBeNull();
        card.ShouldContain($"from {named}");
        card.ShouldNotContain("\"from them, ");

        // The same after a mail of hers: it is hers that is answered, and the card says who came between and who is left out.
        var hers = Hers with
        {
            From = "Kim <kim@acme.example>",
        };
        (state, card) = await AskAsync(
            agent,
            "kim@acme.example",
            hers,
            new Mail(author, $"{Alex}, kim@acme.example", "Re: Pumps", "I can help.", 2)
        );

        state.Run.Dossier.Draft!.Body.ShouldContain(Thanks);
        state.Run.Dossier.Correspondence!.Reply!.InReplyTo.ShouldBe(hers.MessageId);
        state.Run.Dossier.Correspondence.Reply.LastMailAt.ShouldBe(hers.At, TimeSpan.FromSeconds(1));
        card.ShouldContain($"{named.Split(',')[0]}");
        card.ShouldContain("wrote after");
    }

    [Fact]
    public async Task What_the_rep_wrote_to_others_in_the_thread_was_not_written_to_them()
    {
        await using var agent = await RunningAgent.StartAsync();
        var (state, card) = await AskAsync(
            agent,
            "jane@acme.example",
            Hers,
            new Mail(Alex, "Lena Brandt <lena@contoso.example>", "Re: Pumps", "Lena, is this worth it?", 2)
        );

        state.Run.Dossier.Draft!.Body.ShouldContain(Thanks);
        card.ShouldNotContain("\"to them, ");
    }

    [Fact]
    public async Task The_people_of_the_mail_that_is_answered_are_named_as_left_out()
    {
        await using var agent = await RunningAgent.StartAsync();
        var (_, card) = await AskAsync(
            agent,
            "jane@acme.example",
            Hers with
            {
                Headers = ["Cc: Bob Stone <bob@acme.example>, lena@contoso.example", "Reply-To: procurement@acme.example"],
            }
        );

        card.ShouldContain("Bob Stone");
        card.ShouldContain("left out");
        card.ShouldContain("procurement@");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task All_addresses_of_a_contact_are_searched_and_the_draft_goes_to_that_of_the_form(bool typed)
    {
        await using var agent = await RunningAgent.StartAsync();
        var nora = SampleProspect.Nora;
        var address = nora.SecondEmail!;
        LeadState state;
        if (typed)
        {
            (state, _) = await AskAsync(agent, address);
        }
        else
        {
            var form = SampleData.At(TimeProvider.System.GetUtcNow()).Submissions[0].Form();
            form["fieldValues"] = new System.Text.Json.Nodes.JsonArray(
                new System.Text.Json.Nodes.JsonObject { ["name"] = "email", ["value"] = address }
            );
            state = await agent.RestingAsync(await agent.SubmitAsync(form));
        }

        var card = TextOf(agent, state);
        state.Run.Dossier.Draft!.To.ShouldBe(address);
        card.ShouldContain("Pilot at your Dayton plant");
        card.ShouldNotContain(None);
        card.ShouldContain("nora.ahlgren@");
    }

    [Fact]
    public async Task None_is_said_where_all_was_searched_and_not_while_HubSpot_has_not_named_their_addresses()
    {
        await using var agent = await RunningAgent.StartAsync(RunningAgent.Impatient);
        (await AskAsync(agent, "nobody@acme.example")).Card.ShouldContain("none with them.");

        agent.Faults.Set("hubspot.*", Outage.Named(Outage.Refusing));
        (await AskAsync(agent, "somebody@acme.example")).Card.ShouldNotContain(None);
    }

    [Fact]
    public async Task A_conversation_stands_behind_ever_so_many_newsletters()
    {
        await using var agent = await RunningAgent.StartAsync();
        for (var number = 0; number < 5; number++)
        {
            Deliver(
                agent,
                new Mail(Jane, Alex, $"News {number}", "New pumps!", 1, "List-Unsubscribe: <https://u.example/u>", "Precedence: bulk")
            );
        }

        await AnsweredAsync(agent, Hers);
    }

    [Theory]
    [InlineData("Quote of 2026-11-27")]
    [InlineData("PO 4500123456")]
    [InlineData("Quote  for two sites")]
    [InlineData("Quote\u00A0for us")]
    [InlineData("Pre\u0301sentation")]
    [InlineData("❤️ Thank you")]
    [InlineData("\u200Fשלום")]
    [InlineData("Integration with booking.com")]
    [InlineData("Order <urgent>")]
    [InlineData("Angebot {Projekt X}")]
    [InlineData("[[EXT]] Budget")]
    [InlineData("")]
    public async Task The_subject_of_their_conversation_stays_as_it_is_written_there(string subject)
    {
        await using var agent = await RunningAgent.StartAsync();
        var state = await AnsweredAsync(agent, Hers with { Subject = subject });

        var written = agent.AlexMail.Draft(state.Run.Dossier.MailboxDraft!.DraftId)!.Message;
        written.Content.Subject.ShouldBe($"Re: {subject}".TrimEnd());
        written.ThreadId.ShouldBe(state.Run.Dossier.Draft!.ThreadId);
    }

    [Fact]
    public async Task A_company_that_is_called_like_its_site_and_a_form_with_its_page_stand_in_the_mail()
    {
        await using var agent = await RunningAgent.StartAsync();
        foreach (
            var (company, form) in new[]
            {
                ("Booking.com", "Landing page: Request a demo"),
                ("Yahoo!", "Contact us!"),
                ("C&A (Europe)", "Demo (EN/DE)"),
                ("„Kupferdreh“ eG", "Anfrage 2026-11-30"),
                ("Amazon.com, Inc.", "What's new? Sign up"),
            }
        )
        {
            var host = company.Contains(".com", StringComparison.Ordinal) ? company.Split(',')[0].ToLowerInvariant() : "acme.example";
            var body = SampleData.At(TimeProvider.System.GetUtcNow()).Submissions[0].Form();
            body["formSubmissionId"] = Guid.NewGuid().ToString();
            body["pageTitle"] = form;
            body["fieldValues"] = new System.Text.Json.Nodes.JsonArray(
                new System.Text.Json.Nodes.JsonObject { ["name"] = "email", ["value"] = $"p{form.Length}@{host}" },
                new System.Text.Json.Nodes.JsonObject { ["name"] = "company", ["value"] = company }
            );

            var state = await agent.RestingAsync(await agent.SubmitAsync(body));

            state.Run.Dossier.Draft!.Body.ShouldContain($"“{form}” for {company}.");
        }
    }

    private static async Task<LeadState> AnsweredAsync(RunningAgent agent, params Mail[] mails)
    {
        var address = mails[^1].From.Split('<')[1].TrimEnd('>');
        var (state, card) = await AskAsync(agent, address, mails);

        state.Run.Dossier.Draft!.Body.ShouldContain(Thanks, Case.Sensitive, address);
        state.Run.Dossier.Correspondence!.Reply!.InReplyTo.ShouldBe(mails[^1].MessageId);
        card.ShouldNotContain(None);
        return state;
    }

    /// <summary>The mails lie in Alex' mailbox as one conversation, and Alex types the address.</summary>
    private static async Task<(LeadState State, string Card)> AskAsync(RunningAgent agent, string address, params Mail[] mails)
    {
        Deliver(agent, mails);
        var open = agent.Get<OpenReviews>();
        var before = (await open.OfAsync(agent.World.Reps[0].AadObjectId, CancellationToken.None)).ToHashSet();
        await agent.Alex.Personal.SayAsync(agent.App.Messages, $"prospect {address}");
        var lead = await Eventually.FindAsync<object>(async () =>
            (await open.OfAsync(agent.World.Reps[0].AadObjectId, CancellationToken.None))
                .Where(one => !before.Contains(one))
                .Cast<object>()
                .FirstOrDefault()
        );
        var state = await agent.RestingAsync((LeadId)lead);
        return (state, TextOf(agent, state));
    }

    private static string TextOf(RunningAgent agent, LeadState state) =>
        agent
            .CardOf(state)
            .Card!.ToJsonString(new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping })
            .Replace("\u200B", "", StringComparison.Ordinal);

    private static void Deliver(RunningAgent agent, params Mail[] mails)
    {
        string? thread = null;
        foreach (var mail in mails)
            thread = agent.AlexMail.Deliver(mail.Raw(), mail.At, mail.From == Alex ? ["SENT"] : ["INBOX"], thread).ThreadId;
    }

    private sealed record Mail(string From, string To, string Subject, string Text, int DaysAgo, params string[] Headers)
    {
        public string? Body { get; init; }

        public DateTimeOffset At => TimeProvider.System.GetUtcNow().AddDays(-DaysAgo);

        public string MessageId => $"<m{DaysAgo}-{Subject.Length}@mail.example>";

        public byte[] Raw()
        {
            var subject =
                Encoding.UTF8.GetByteCount(Subject) == Subject.Length
                    ? Subject
                    : $"=?utf-8?B?{Convert.ToBase64String(Encoding.UTF8.GetBytes(Subject))}?=";
            string[] lines =
            [
                $"From: {From}",
                $"To: {To}",
                $"Subject: {subject}",
                $"Message-ID: {MessageId}",
                $"Date: {At.ToString("r", System.Globalization.CultureInfo.InvariantCulture)}",
                .. Headers,
                Body ?? $"Content-Type: text/plain; charset=utf-8\n\n{Text}\n",
            ];
            return Encoding.UTF8.GetBytes(string.Join('\n', lines).Replace("\n", "\r\n", StringComparison.Ordinal));
        }
    }
}
