using Google.Apis.Util;
using Microsoft.Extensions.DependencyInjection;
using SalesAgent.Core.Connectors;
using SalesAgent.Core.Connectors.GoogleIdentity;

namespace SalesAgent.Tests.Connectors.Gmail;

/// <summary>Methods of Gmail that stand ready beside those the client asks for.</summary>
public sealed class GmailServiceTests : ConnectorWorld
{
    private const string Users = "/g/gmail/v1/users/rep%40sales.test";

    private static readonly OutsideCall Reading = OutsideCall.Read("gmail", "Reading", 404);

    [Fact]
    public async Task A_message_is_asked_for_with_its_headers()
    {
        Wire.On(
            $"GET {Users}/messages/18c2f",
            """{"id":"18c2f","threadId":"t1","labelIds":["SENT"],"historyId":"9007199254740993","internalDate":"1795300000123","payload":{"headers":[{"name":"message-id","value":"<a@b.test>"}]}}"""
        );
        var mailbox = await MailboxAsync();
        var get = mailbox.Gmail.Users.Messages.Get(Rep, "18c2f");
        get.Format = "metadata";
        get.MetadataHeaders = new Repeatable<string>(["Message-ID", "References"]);

        var message = await mailbox.AskAsync(Reading, get, Now);

        (message.Id, message.ThreadId, message.LabelIds!.Single(), message.Payload!.Headers!.Single().Value).ShouldBe(
            ("18c2f", "t1", "SENT", "<a@b.test>")
        );
        Wire.Only.Query.ShouldBe(
            [("format", "metadata"), ("metadataHeaders", "Message-ID"), ("metadataHeaders", "References")],
            ignoreOrder: true
        );
    }

    [Fact]
    public async Task Labels_are_listed()
    {
        Wire.On(
            $"GET {Users}/labels",
            """{"labels":[{"id":"INBOX","name":"INBOX","type":"system"},{"id":"Label_7","name":"Leads/Hot","labelListVisibility":"labelShow","type":"user"}]}"""
        );
        var mailbox = await MailboxAsync();

        var labels = await mailbox.AskAsync(Reading, mailbox.Gmail.Users.Labels.List(Rep), Now);

        labels
            .Labels!.Select(label => (label!.Id, label.Name, label.Type))
            .ShouldBe([("INBOX", "INBOX", "system"), ("Label_7", "Leads/Hot", "user")]);
    }

    [Fact]
    public async Task History_is_asked_for_from_a_moment_on_without_losing_a_digit()
    {
        Wire.On(
            $"GET {Users}/history",
            """
            {"history":[{"id":"9007199254740995","messages":[{"id":"m1","threadId":"t1"}],"messagesAdded":[{"message":{"id":"m1","threadId":"t1","labelIds":["SENT"]}}]},
                        {"id":"9007199254740997","messagesDeleted":[{"message":{"id":"m0","threadId":"t1"}}]}],
             "nextPageToken":"n","historyId":"9007199254740999"}
            """
        );
        var mailbox = await MailboxAsync();
        var list = mailbox.Gmail.Users.History.List(Rep, "9007199254740993");
        list.HistoryTypes = new Repeatable<string>(["messageAdded", "messageDeleted"]);
        list.LabelId = "SENT";
        list.MaxResults = 500;

        var history = await mailbox.AskAsync(Reading, list, Now);

        Wire.Only.Query.ShouldBe(
            [
                ("startHistoryId", "9007199254740993"),
                ("historyTypes", "messageAdded"),
                ("historyTypes", "messageDeleted"),
                ("labelId", "SENT"),
                ("maxResults", "500"),
            ],
            ignoreOrder: true
        );
        (history.HistoryId, history.NextPageToken).ShouldBe(("9007199254740999", "n"));
        history.History![0]!.MessagesAdded!.Single()!.Message!.LabelIds!.ShouldBe(["SENT"]);
        history.History[1]!.MessagesDeleted!.Single()!.Message!.Id.ShouldBe("m0");
    }

    [Fact]
    public async Task A_moment_that_gmail_has_forgotten_is_none()
    {
        Wire.On(
            $"GET {Users}/history",
            new WireAnswer(404, """{"error":{"code":404,"errors":[{"domain":"global","reason":"notFound"}]}}""")
        );
        var mailbox = await MailboxAsync();

        (await mailbox.SendAsync(Reading, mailbox.Gmail.Users.History.List(Rep, "1"), Now)).ShouldBeNull();
    }

    [Fact]
    public async Task Calendars_are_listed()
    {
        Wire.On(
            "GET /c/users/me/calendarList",
            """{"kind":"calendar#calendarList","items":[{"id":"rep@sales.test","timeZone":"Europe/Berlin","accessRole":"owner","primary":true},{"id":"team@group.test","accessRole":"reader"}],"nextPageToken":"n"}"""
        );
        var mailbox = await MailboxAsync();
        var list = mailbox.Calendar.CalendarList.List();
        list.MaxResults = 250;
        list.PageToken = "p";

        var calendars = await mailbox.AskAsync(Reading, list, Now);

        Wire.Only.Query.ShouldBe([("maxResults", "250"), ("pageToken", "p")], ignoreOrder: true);
        calendars
            .Items!.Select(entry => (entry!.Id, entry.AccessRole, entry.Primary))
            .ShouldBe([("rep@sales.test", "owner", true), ("team@group.test", "reader", (bool?)null)]);
    }

    private async Task<GoogleMailbox> MailboxAsync() => await Services.GetRequiredService<GoogleMailboxes>().OpenAsync(Reading, Rep, Now);
}
