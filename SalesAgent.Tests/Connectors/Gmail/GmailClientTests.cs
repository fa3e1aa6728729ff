using System.Buffers.Text;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using MimeKit;
using SalesAgent.Core.Connectors;
using SalesAgent.Core.Connectors.Gmail;

namespace SalesAgent.Tests.Connectors.Gmail;

public sealed class GmailClientTests : ConnectorWorld
{
    private const string Users = "/g/gmail/v1/users/rep%40sales.test";
    private const string Created = """{"id":"r-1","message":{"id":"m1","threadId":"t1","labelIds":["DRAFT"]}}""";

    private static readonly DateTimeOffset Today = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task A_search_asks_for_three_conversations_without_their_texts()
    {
        Wire.On($"GET {Users}/threads", """{"threads":[{"id":"t1"},{"id":"t2"},{"id":"t3"},{"id":"t4"}],"resultSizeEstimate":900}""");
        foreach (var (id, at) in new[] { ("t1", 1000L), ("t2", 3000L), ("t3", 2000L) })
            Wire.On($"GET {Users}/threads/{id}", Some.Thread(id, Some.Message("m", at, "Jane <JANE@acme.test>", Rep)));

        var found = await Gmail.SearchThreadsAsync(Rep, ["jane@acme.test"], 5, Now);

        found.Threads.Select(thread => thread.Id).ShouldBe(["t2", "t3", "t1"]);
        var list = Wire.Requests.Single(request => request.Path.EndsWith("/threads", StringComparison.Ordinal));
        list.Query.ShouldBe(
            [
                (
                    "q",
                    $"{{from:jane@acme.test to:jane@acme.test cc:jane@acme.test bcc:jane@acme.test}} -in:chats -in:drafts after:{Today.AddDays(-365).ToUnixTimeSeconds()}"
                ),
                ("maxResults", "10"),
            ],
            ignoreOrder: true
        );
        list.Headers["Authorization"].ShouldBe("Bearer google-token");
        var get = Wire.Requests.First(request => request.Path.EndsWith("/t1", StringComparison.Ordinal));
        get.Query.Where(pair => pair.Name == "format").ShouldBe([("format", "full")]);

        // All headers, the kinds of parts, and no word of the texts.
        var fields = get.Query.Single(pair => pair.Name == "fields").Value;
        fields.ShouldStartWith("id,messages(id,threadId,labelIds,snippet,internalDate,payload(mimeType,headers,parts(mimeType,headers,");
        fields.ShouldNotContain("body");
        fields.ShouldNotContain("filename");
        Wire.Requests.Count(request => request.Call != SendAs).ShouldBe(4);
    }

    [Fact]
    public async Task No_threads_key_means_nothing_was_found()
    {
        Wire.On($"GET {Users}/threads", """{"resultSizeEstimate":0}""");

        (await Gmail.SearchThreadsAsync(Rep, ["jane@acme.test"], 3, Now)).Threads.ShouldBeEmpty();
        Wire.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Look_alikes_newsletters_bare_drafts_and_vanished_threads_are_left_out()
    {
        Wire.On($"GET {Users}/threads", """{"threads":[{"id":"t1"},{"id":"t2"},{"id":"t3"}]}""")
            .On($"GET {Users}/threads/t1", Some.Thread("t1", Some.Message("m", 1, "mary-jane@acme.test", Rep)))
            .On(
                $"GET {Users}/threads/t2",
                Some.Thread("t2", Some.Message("m", 1, "jane@acme.test", Rep, ("list-unsubscribe", "<https://news.acme.test/u>")))
            )
            .On($"GET {Users}/threads/t3", Some.Thread("t3", Some.Message("m", 1, Rep, "jane@acme.test").Labelled("DRAFT")));
        (await Gmail.SearchThreadsAsync(Rep, ["jane@acme.test"], 3, Now)).Threads.ShouldBeEmpty();

        Wire.On($"GET {Users}/threads/t1", new WireAnswer(404, """{"error":{"code":404}}"""))
            .On($"GET {Users}/threads/t3", Some.Thread("t3", Some.Message("m", 1, Rep, "jane@acme.test").Labelled("SENT")));
        (await Gmail.SearchThreadsAsync(Rep, ["jane@acme.test"], 3, Now)).Threads.ShouldHaveSingleItem().Id.ShouldBe("t3");
    }

    [Theory]
    [InlineData("jane@acme.test} in:sent {x@y.test")]
    [InlineData("\"jane doe\"@acme.test")]
    [InlineData("jane@acme.test, other@acme.test")]
    [InlineData("Jane <jane@acme.test>")]
    [InlineData("jane")]
    [InlineData("")]
    [InlineData("jane@acme.test\r\nBcc: x@y.test")]
    public async Task An_address_that_could_bend_the_search_is_refused_before_it_is_asked(string person)
    {
        var failure = await Should.ThrowAsync<ConnectorException>(() => Gmail.SearchThreadsAsync(Rep, [person], 3, Now));

        (failure.Kind, failure.Code).ShouldBe((FailureKind.Refused, "invalid_address"));
        Wire.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_conversation_is_read_with_who_wrote_when_and_whose_draft_lies_there()
    {
        Wire.On(
            $"GET {Users}/threads/t1",
            Some.Thread(
                "t1",
                Some.Message(
                    "m1",
                    1_795_300_000_123,
                    "=?utf-8?b?SsO8cmdlbg==?= <j@acme.test>",
                    "rep@sales.test, \"B, C\" <b@acme.test>",
                    ("subject", "=?utf-8?q?Gr=C3=BC=C3=9Fe?="),
                    ("MESSAGE-ID", "<a@acme.test>")
                ),
                Some.Message(
                        "m2",
                        1_795_300_001_000,
                        "alias@sales.test",
                        "j@acme.test",
                        ("References", "<a@acme.test>\r\n <b@acme.test>"),
                        ("Message-Id", "<c@sales.test>")
                    )
                    .Labelled("SENT"),
                Some.Message("m3", 1_795_300_002_000, Rep, "j@acme.test", ("X-SalesAgent-Run", "run-9")).Labelled("DRAFT")
            )
        );

        var thread = (await Gmail.GetThreadAsync(Rep, "t1", Now)).ShouldNotBeNull();

        thread.Subject.ShouldBe("Grüße");
        var first = thread.Messages[0];
        first.From.ShouldBe(new MailPerson("j@acme.test", "Jürgen"));
        first.To.ShouldBe([new MailPerson("rep@sales.test"), new MailPerson("b@acme.test", "B, C")]);
        first.Date.ShouldBe(DateTimeOffset.FromUnixTimeMilliseconds(1_795_300_000_123));
        first.MessageIdHeader.ShouldBe("<a@acme.test>");
        first.Snippet.ShouldBe("It's <fine>");
        thread
            .Messages.Select(message => message.Direction)
            .ShouldBe([MailDirection.Inbound, MailDirection.Outbound, MailDirection.Outbound]);
        thread.Messages[1].References.ShouldBe(["<a@acme.test>", "<b@acme.test>"]);
        thread.OwnDraftRunId.ShouldBe("run-9");
        thread.HasForeignDraft.ShouldBeFalse();
    }

    [Fact]
    public async Task Our_mark_on_a_strangers_mail_and_ids_that_are_none_are_ignored()
    {
        Wire.On(
            $"GET {Users}/threads/t1",
            Some.Thread(
                "t1",
                Some.Message(
                    "m1",
                    1,
                    "j@acme.test",
                    Rep,
                    ("X-SalesAgent-Run", "run-9"),
                    ("Message-ID", "<ä b@acme.test>"),
                    ("References", "<ok@acme.test> <ü@acme.test>")
                )
            )
        );

        var message = (await Gmail.GetThreadAsync(Rep, "t1", Now))!.Messages.ShouldHaveSingleItem();

        message.RunId.ShouldBeNull();
        message.MessageIdHeader.ShouldBeNull();
        message.References.ShouldBe(["<ok@acme.test>"]);
    }

    [Fact]
    public async Task A_draft_without_our_mark_is_the_reps_own()
    {
        Wire.On(
            $"GET {Users}/threads/t1",
            Some.Thread("t1", Some.Message("m1", 1, "j@acme.test", Rep), Some.Message("m2", 2, Rep, "j@acme.test").Labelled("DRAFT"))
        );

        var thread = await Gmail.GetThreadAsync(Rep, "t1", Now);

        thread!.HasForeignDraft.ShouldBeTrue();
        thread.OwnDraftRunId.ShouldBeNull();
    }

    [Fact]
    public async Task A_new_draft_is_posted_as_mail_in_base64url_and_without_a_thread()
    {
        Wire.On($"POST {Users}/drafts", Created);

        var reference = await Gmail.CreateDraftAsync(Rep, Some.Draft(), Now);

        reference.ShouldBe(new DraftReference("r-1", "t1", "m1"));
        var mail = Mail(Wire.Only, out var threadId);
        threadId.ShouldBeNull();
        mail.To.ToString().ShouldBe("\"Jane Doe\" <jane@acme.test>");
        mail.TextBody!.ReplaceLineEndings("\n").TrimEnd('\n').ShouldBe("Hello Jane,\n\nTuesday at ten?");
        mail.Headers["X-SalesAgent-Run"].ShouldBe("run-1");
        mail.Date.ShouldBe(Today);
    }

    [Fact]
    public async Task An_answer_carries_all_four_things_that_thread_it()
    {
        Wire.On($"POST {Users}/drafts", Created);
        var reply = new ReplyContext
        {
            ThreadId = "t1",
            InReplyTo = "<b@acme.test>",
            References = ["<a@acme.test>", "<b@acme.test>"],
            Subject = "Re: Pumps",
        };

        await Gmail.CreateDraftAsync(Rep, Some.Draft() with { Reply = reply }, Now);

        var mail = Mail(Wire.Only, out var threadId);
        threadId.ShouldBe("t1");
        mail.InReplyTo.ShouldBe("b@acme.test");
        mail.References.ShouldBe(["a@acme.test", "b@acme.test"]);
        mail.Subject.ShouldBe("Re: Pumps");
    }

    [Fact]
    public async Task The_draft_of_a_run_is_found_by_its_mark_on_any_page()
    {
        Wire.On(
                $"GET {Users}/drafts",
                new WireAnswer(200, """{"drafts":[{"id":"r-1"},{"id":"r-2"}],"nextPageToken":"n+1"}"""),
                new WireAnswer(200, """{"drafts":[{"id":"r-3"}]}""")
            )
            .On(
                $"GET {Users}/drafts/r-1",
                """{"id":"r-1","message":{"threadId":"t1","payload":{"headers":[{"name":"X-SalesAgent-Run","value":"run-10"}]}}}"""
            )
            .On($"GET {Users}/drafts/r-2", new WireAnswer(404, "{}"))
            .On(
                $"GET {Users}/drafts/r-3",
                """{"id":"r-3","message":{"threadId":"t3","payload":{"headers":[{"name":"x-salesagent-run","value":"run-1"}]}}}"""
            );

        (await Gmail.FindDraftOfRunAsync(Rep, "jane@acme.test", "run-1", Now)).ShouldBe(new DraftReference("r-3", "t3"));

        var lists = Wire.Requests.Where(request => request.Path.EndsWith("/drafts", StringComparison.Ordinal)).ToList();
        lists[0].Query.ShouldContain(("q", $"in:drafts to:jane@acme.test after:{Today.AddDays(-30).ToUnixTimeSeconds()}"));
        lists[1].Query.ShouldContain(("pageToken", "n+1"));
        Wire.Requests.First(request => request.Path.EndsWith("/r-1", StringComparison.Ordinal)).Query.ShouldBe([("format", "metadata")]);
    }

    [Fact]
    public async Task A_run_without_a_draft_has_none()
    {
        Wire.On($"GET {Users}/drafts", "{}");

        (await Gmail.FindDraftOfRunAsync(Rep, "jane@acme.test", "run-1", Now)).ShouldBeNull();
    }

    [Fact]
    public async Task Too_many_drafts_to_look_through_is_not_none()
    {
        Wire.On($"GET {Users}/drafts", """{"nextPageToken":"again"}""");

        var failure = await Should.ThrowAsync<ConnectorException>(() => Gmail.FindDraftOfRunAsync(Rep, "jane@acme.test", "run-1", Now));

        failure.Code.ShouldBe("too_many_drafts");
        Wire.Requests.Count.ShouldBe(5);
    }

    [Fact]
    public async Task A_draft_comes_back_with_everything_the_rep_changed()
    {
        const string mime =
            "From: rep@sales.test\r\nTo: Jane <jane@acme.test>\r\nCc: boss@acme.test\r\nBcc: spy@x.test\r\nSubject: =?utf-8?q?Gr=C3=BC=C3=9Fe?=\r\nIn-Reply-To: <b@acme.test>\r\nX-SalesAgent-Run: run-1\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nHello\r\n\r\nJane\r\n";
        Wire.On($"GET {Users}/drafts/r-1", Stored(mime, padded: true));

        var draft = (await Gmail.ReadDraftAsync(Rep, "r-1", Now)).ShouldNotBeNull();

        Wire.Only.Query.ShouldBe([("format", "raw")]);
        draft.To.ShouldBe([new MailPerson("jane@acme.test", "Jane")]);
        draft.Cc.ShouldBe([new MailPerson("boss@acme.test")]);
        draft.Bcc.ShouldBe([new MailPerson("spy@x.test")]);
        (draft.Subject, draft.Body, draft.RunId, draft.InReplyTo, draft.ThreadId).ShouldBe(
            ("Grüße", "Hello\n\nJane", "run-1", "<b@acme.test>", "t1")
        );
    }

    [Fact]
    public async Task A_draft_that_became_html_is_read_as_text()
    {
        const string mime =
            "From: rep@sales.test\r\nSubject: x\r\nContent-Type: text/html; charset=utf-8\r\n\r\n<style>p{}</style><div>Hi&nbsp;<b>Jane</b>,</div><div>ten &lt; eleven<br>Rita</div><script>alert(1)</script>";
        Wire.On($"GET {Users}/drafts/r-1", Stored(mime));

        (await Gmail.ReadDraftAsync(Rep, "r-1", Now))!.Body.ShouldBe("Hi\u00a0Jane,\nten < eleven\nRita");
    }

    [Fact]
    public async Task A_delete_is_done_when_gmail_says_nothing()
    {
        Wire.On($"DELETE {Users}/drafts/r-1", new WireAnswer(204));

        (await Gmail.DeleteDraftAsync(Rep, "r-1", Now)).ShouldBeTrue();
    }

    [Fact]
    public async Task The_profile_says_whose_mailbox_answers()
    {
        Wire.On($"GET {Users}/profile", """{"emailAddress":"rep@sales.test","messagesTotal":3,"historyId":"9007199254740993"}""");

        (await Gmail.ProfileAsync(Rep, Now)).ShouldBe("rep@sales.test");
    }

    [Fact]
    public async Task An_id_that_is_no_id_is_a_bug_of_the_caller_and_raises_no_alarm()
    {
        await Should.ThrowAsync<ArgumentException>(() => Gmail.ReadDraftAsync(Rep, "../messages/m1", Now));

        Wire.Requests.ShouldBeEmpty();
    }

    protected override void Register(IServiceCollection more) => more.AddSingleton<TimeProvider>(new FakeTimeProvider(Today));

    private static string Stored(string mime, bool padded = false)
    {
        var raw = Base64Url.EncodeToString(Encoding.UTF8.GetBytes(mime));
        if (padded)
            raw = raw.PadRight((raw.Length + 3) / 4 * 4, '=');
        return $$$"""{"id":"r-1","message":{"id":"m1","threadId":"t1","raw":"{{{raw}}}"}}""";
    }

    private static MimeMessage Mail(WireRequest request, out string? threadId)
    {
        request.Headers.Keys.ShouldNotContain("Content-Encoding");
        using var json = JsonDocument.Parse(request.Body);
        json.RootElement.EnumerateObject().Select(property => property.Name).ShouldBe(["message"]);
        var message = json.RootElement.GetProperty("message");
        threadId = message.TryGetProperty("threadId", out var thread) ? thread.GetString() : null;
        var raw = message.GetProperty("raw").GetString()!;
        raw.ShouldNotContain("=");
        using var bytes = new MemoryStream(Base64Url.DecodeFromChars(raw));
        return MimeMessage.Load(bytes);
    }
}
