using System.IO.Compression;
using System.Net.Http.Headers;
using System.Text;
using SalesAgent.Bot.Sandbox.Samples;

namespace SalesAgent.Tests.Sandbox.Gmail;

public sealed class GmailWireTests
{
    private const string Me = "/gmail/v1/users/me";

    [Fact]
    public async Task A_request_without_a_token_is_refused_in_Googles_words()
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        var reply = await sandbox.GetAsync($"{Me}/profile", bearer: null);
        reply.Status.ShouldBe(401);
        reply.Text("error", "code").ShouldBe("401");
        reply.Text("error", "status").ShouldBe("UNAUTHENTICATED");
        reply.Text("error", "errors", "0", "reason").ShouldBe("required");
        (await sandbox.GetAsync($"{Me}/profile", "stale")).Text("error", "errors", "0", "reason").ShouldBe("authError");
    }

    [Fact]
    public async Task A_mailbox_is_opened_by_its_address_and_a_foreign_one_is_not()
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        (await sandbox.GetAsync($"{Me}/profile")).Text("emailAddress").ShouldBe(SamplePeople.Alex.Email);
        (await sandbox.GetAsync("/gmail/v1/users/lena%40contoso.example/profile")).Text("emailAddress").ShouldBe(SamplePeople.Lena.Email);
        var foreign = await sandbox.GetAsync("/gmail/v1/users/ceo%40elsewhere.example/profile");
        foreign.Status.ShouldBe(403);
        foreign.Text("error", "errors", "0", "reason").ShouldBe("delegationDenied");
    }

    [Fact]
    public async Task A_list_without_hits_has_no_threads_key()
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        var reply = await sandbox.GetAsync($"{Me}/threads?q=from:nobody%40nowhere.example");
        reply.Status.ShouldBe(200);
        reply.Json["threads"].ShouldBeNull();
        reply.Text("resultSizeEstimate").ShouldBe("0");
    }

    [Fact]
    public async Task A_contacts_thread_is_found_and_read_oldest_first()
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        var query = Uri.EscapeDataString(
            "{from:nora.ahlgren@fabrikam.example to:nora.ahlgren@fabrikam.example cc:nora.ahlgren@fabrikam.example} -in:chats -in:drafts newer_than:365d"
        );
        var list = await sandbox.GetAsync($"{Me}/threads?q={query}&maxResults=10");
        list.Json["threads"]!.AsArray().Count.ShouldBe(1);
        var id = list.Text("threads", "0", "id");

        var thread = await sandbox.GetAsync($"{Me}/threads/{id}?format=metadata&metadataHeaders=Subject&metadataHeaders=message-id");
        var messages = thread.Json["messages"]!.AsArray();
        messages.Count.ShouldBe(4);
        thread.Text("historyId").ShouldNotBeNull().ShouldMatch("^[0-9]+$");
        messages[0]!["internalDate"]!.GetValue<string>().ShouldMatch("^[0-9]{13}$");
        messages
            .Select(one => long.Parse(one!["internalDate"]!.GetValue<string>(), System.Globalization.CultureInfo.InvariantCulture))
            .ShouldBeInOrder();
        messages[3]!["payload"]!["headers"]!
            .AsArray()
            .Select(header => header!["name"]!.GetValue<string>())
            .ShouldBe(["Subject", "Message-Id"], ignoreOrder: true);
        messages[3]!["payload"]!["body"].ShouldBeNull();
        (await sandbox.GetAsync($"{Me}/threads/{id}?format=minimal")).Json["messages"]![0]!["payload"].ShouldBeNull();
    }

    [Fact]
    public async Task The_full_format_carries_the_text_and_the_raw_one_the_mail()
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        var id = (await sandbox.GetAsync($"{Me}/messages?q=rfc822msgid:pilot-2%40fabrikam.example")).Text("messages", "0", "id");
        var data = (await sandbox.GetAsync($"{Me}/messages/{id}?format=full")).Text("payload", "body", "data")!;
        Encoding.UTF8.GetString(System.Buffers.Text.Base64Url.DecodeFromChars(data)).ShouldContain("second site");
        var raw = (await sandbox.GetAsync($"{Me}/messages/{id}?format=raw")).Text("raw")!;
        Encoding
            .ASCII.GetString(System.Buffers.Text.Base64Url.DecodeFromChars(raw))
            .ShouldContain("Message-Id: <pilot-2@fabrikam.example>", Case.Insensitive);
    }

    [Fact]
    public async Task An_edited_draft_keeps_its_id_and_gets_a_new_message_id()
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        var made = await sandbox.PostAsync($"{Me}/drafts", RunningSandbox.DraftBody("jane@acme.example", "Hello", more: "X-Run: 7\r\n"));
        made.Status.ShouldBe(200);
        made.Text("message", "labelIds", "0").ShouldBe("DRAFT");
        var (id, message) = (made.Text("id")!, made.Text("message", "id")!);

        var edited = await sandbox.SendAsync(
            "PUT",
            $"{Me}/drafts/{id}",
            RunningSandbox.DraftBody("jane@acme.example", "Hello", made.Text("message", "threadId"))
        );
        edited.Text("id").ShouldBe(id);
        edited.Text("message", "id").ShouldNotBe(message);
        edited.Text("message", "threadId").ShouldBe(made.Text("message", "threadId"));
        (await sandbox.GetAsync($"{Me}/messages/{message}")).Status.ShouldBe(404);

        var resubjected = await sandbox.SendAsync(
            "PUT",
            $"{Me}/drafts/{id}",
            RunningSandbox.DraftBody("jane@acme.example", "Another matter", made.Text("message", "threadId"))
        );
        resubjected.Text("message", "threadId").ShouldNotBe(made.Text("message", "threadId"));
        sandbox.World.Calls.Writes("gmail.drafts.create").ShouldBe(1);
        sandbox.World.Calls.Writes("gmail.drafts.update").ShouldBe(2);
    }

    [Fact]
    public async Task A_reply_draft_stands_in_its_thread_and_an_unknown_thread_is_refused()
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        var thread = (await sandbox.GetAsync($"{Me}/threads?q=from:nora.ahlgren%40fabrikam.example")).Text("threads", "0", "id")!;
        var made = await sandbox.PostAsync(
            $"{Me}/drafts",
            RunningSandbox.DraftBody("nora.ahlgren@fabrikam.example", "Re: Pilot at your Dayton plant", thread)
        );
        made.Text("message", "threadId").ShouldBe(thread);
        var last = (await sandbox.GetAsync($"{Me}/threads/{thread}?format=minimal")).Json["messages"]!.AsArray()[^1]!;
        last["labelIds"]!.AsArray().Select(label => label!.GetValue<string>()).ShouldBe(["DRAFT"]);

        var lost = await sandbox.PostAsync($"{Me}/drafts", RunningSandbox.DraftBody("a@b.example", "x", "0000000000000bad"));
        lost.Status.ShouldBe(404);
        lost.Text("error", "errors", "0", "reason").ShouldBe("notFound");
        sandbox.World.Calls.Writes("gmail.drafts.create").ShouldBe(1);
    }

    [Theory]
    [InlineData("""{"message":{"raw":"not*base64"}}""")]
    [InlineData("""{"message":{"raw":"VG86IGFAYi5leGFtcGxlDQoNCj8/Pz8+Pj4+"}}""")]
    [InlineData("""{"message":{"raw":""}}""")]
    [InlineData("""{"message":{"payload":{"headers":[]}}}""")]
    [InlineData("""{"id":"x"}""")]
    public async Task A_body_without_a_readable_mail_is_refused(string body)
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        var before = sandbox.World.Gmail.Drafts;
        var reply = await sandbox.PostAsync($"{Me}/drafts", body);
        reply.Status.ShouldBe(400);
        reply.Text("error", "errors", "0", "reason").ShouldBe("invalidArgument");
        sandbox.World.Gmail.Drafts.ShouldBe(before);
    }

    [Fact]
    public async Task A_gzipped_body_is_read_and_not_taken_for_empty()
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        using var zipped = new MemoryStream();
        await using (var gzip = new GZipStream(zipped, CompressionLevel.Fastest, leaveOpen: true))
        {
            await gzip.WriteAsync(
                Encoding.UTF8.GetBytes(RunningSandbox.DraftBody("jane@acme.example", "Zipped")),
                TestContext.Current.CancellationToken
            );
        }

        using var content = new ByteArrayContent(zipped.ToArray());
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        content.Headers.ContentEncoding.Add("gzip");
        (await sandbox.SendAsync("POST", $"{Me}/drafts", content, "own")).Status.ShouldBe(200);
        sandbox.World.Gmail[SamplePeople.Alex.Email].Drafts.ShouldContain(draft => draft.Message.Content.Subject == "Zipped");
    }

    [Fact]
    public async Task Drafts_are_searched_by_recipient_and_paged()
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        for (var number = 0; number < 3; number++)
            await sandbox.PostAsync($"{Me}/drafts", RunningSandbox.DraftBody("jane@acme.example", $"Offer {number}"));
        var first = await sandbox.GetAsync(
            $"{Me}/drafts?q={Uri.EscapeDataString("in:drafts to:jane@acme.example newer_than:1d")}&maxResults=2"
        );
        first.Json["drafts"]!.AsArray().Count.ShouldBe(2);
        var token = first.Text("nextPageToken")!;
        var second = await sandbox.GetAsync(
            $"{Me}/drafts?q={Uri.EscapeDataString("in:drafts to:jane@acme.example newer_than:1d")}&maxResults=2&pageToken={token}"
        );
        second.Json["drafts"]!.AsArray().Count.ShouldBe(1);
        second.Json["nextPageToken"].ShouldBeNull();
        (await sandbox.GetAsync($"{Me}/drafts?pageToken=%21%21")).Status.ShouldBe(400);
        (await sandbox.GetAsync($"{Me}/drafts?maxResults=501")).Status.ShouldBe(400);
    }

    [Fact]
    public async Task A_deleted_draft_is_gone()
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        var id = (await sandbox.PostAsync($"{Me}/drafts", RunningSandbox.DraftBody("jane@acme.example", "Hello"))).Text("id");
        var deleted = await sandbox.SendAsync("DELETE", $"{Me}/drafts/{id}", (string?)null);
        deleted.Status.ShouldBe(204);
        deleted.Body.ShouldBeEmpty();
        (await sandbox.GetAsync($"{Me}/drafts/{id}")).Status.ShouldBe(404);
        (await sandbox.SendAsync("DELETE", $"{Me}/drafts/{id}", (string?)null)).Status.ShouldBe(404);
    }

    [Fact]
    public async Task Sending_works_here_and_is_counted()
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        var made = await sandbox.PostAsync($"{Me}/drafts", RunningSandbox.DraftBody("jane@acme.example", "Hello"));
        sandbox.World.Gmail.Sends.ShouldBe(0);
        var sent = await sandbox.PostAsync($"{Me}/drafts/send", $$"""{"id":"{{made.Text("id")}}"}""");
        sent.Text("labelIds", "0").ShouldBe("SENT");
        sandbox.World.Gmail.Sends.ShouldBe(1);
        (await sandbox.GetAsync($"{Me}/drafts/{made.Text("id")}")).Status.ShouldBe(404);
    }

    [Fact]
    public async Task A_draft_the_rep_sent_by_hand_leaves_a_sent_mail_in_the_thread()
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        var made = await sandbox.PostAsync($"{Me}/drafts", RunningSandbox.DraftBody("jane@acme.example", "Hello"));
        sandbox.World.Gmail[SamplePeople.Alex.Email].Send(made.Text("id")!, byHand: true);
        (await sandbox.GetAsync($"{Me}/drafts/{made.Text("id")}")).Status.ShouldBe(404);
        (await sandbox.GetAsync($"{Me}/threads/{made.Text("message", "threadId")}"))
            .Text("messages", "0", "labelIds", "0")
            .ShouldBe("SENT");
        sandbox.World.Gmail.Sends.ShouldBe(0);
    }

    [Fact]
    public async Task The_sender_of_a_draft_becomes_the_account_itself()
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        var made = await sandbox.PostAsync(
            $"{Me}/drafts",
            RunningSandbox.DraftBody("jane@acme.example", "Hello", more: "From: Boss <boss@elsewhere.example>\r\n")
        );
        sandbox
            .World.Gmail[SamplePeople.Alex.Email]
            .Draft(made.Text("id")!)!
            .Message.Content.Addresses["from"]
            .ShouldBe([SamplePeople.Alex.Email]);
    }

    [Fact]
    public async Task History_tells_what_came_and_went_and_an_edit_is_one_of_each()
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        var since = (await sandbox.GetAsync($"{Me}/profile")).Text("historyId");
        var draft = (await sandbox.PostAsync($"{Me}/drafts", RunningSandbox.DraftBody("x@y.example", "One"))).Text("id");
        await sandbox.SendAsync("PUT", $"{Me}/drafts/{draft}", RunningSandbox.DraftBody("x@y.example", "Two"));

        var history = await sandbox.GetAsync($"{Me}/history?startHistoryId={since}&maxResults=2");
        var events = history.Json["history"]!.AsArray();
        events.Select(one => one!["messagesAdded"] is not null).ShouldBe([true, false]);
        history.Text("history", "0", "messagesAdded", "0", "message", "labelIds", "0").ShouldBe("DRAFT");
        history.Text("history", "1", "messagesDeleted", "0", "message", "id").ShouldBe(history.Text("history", "0", "messages", "0", "id"));
        var rest = await sandbox.GetAsync($"{Me}/history?startHistoryId={since}&pageToken={history.Text("nextPageToken")}");
        rest.Json["history"]!.AsArray().Count.ShouldBe(1);
        (await sandbox.GetAsync($"{Me}/history?startHistoryId={since}&historyTypes=messageAdded")).Json["history"]!
            .AsArray()
            .Count.ShouldBe(2);
        (await sandbox.GetAsync($"{Me}/history?startHistoryId={history.Text("historyId")}")).Json["history"].ShouldBeNull();
    }

    [Fact]
    public async Task History_that_is_forgotten_is_not_found()
    {
        await using var sandbox = await RunningSandbox.StartAsync();

        (await sandbox.GetAsync($"{Me}/history?startHistoryId=17")).Status.ShouldBe(404);
        (await sandbox.GetAsync($"{Me}/history")).Status.ShouldBe(400);
    }

    [Fact]
    public async Task A_mailbox_has_labels_and_addresses_and_keeps_an_alias_as_the_sender()
    {
        await using var sandbox = await RunningSandbox.StartAsync();

        (await sandbox.GetAsync($"{Me}/labels")).Json["labels"]!
            .AsArray()
            .Select(label => label!["id"]!.GetValue<string>())
            .ShouldContain("DRAFT");
        var sendAs = await sandbox.GetAsync($"{Me}/settings/sendAs");
        sendAs.Text("sendAs", "0", "isPrimary").ShouldBe("true");
        sendAs.Text("sendAs", "1", "sendAsEmail").ShouldBe(SamplePeople.Alex.Aliases[0]);
        sendAs.Text("sendAs", "1", "verificationStatus").ShouldBe("accepted");
        foreach (
            var (from, kept) in new[]
            {
                (SamplePeople.Alex.Aliases[0], SamplePeople.Alex.Aliases[0]),
                ("ceo@elsewhere.example", SamplePeople.Alex.Email),
            }
        )
        {
            var draft = (
                await sandbox.PostAsync($"{Me}/drafts", RunningSandbox.DraftBody("x@y.example", "One", more: $"From: {from}\r\n"))
            ).Text("id");
            (await sandbox.GetAsync($"{Me}/drafts/{draft}?format=metadata&metadataHeaders=From")).Body.ShouldContain(kept);
        }
    }
}
