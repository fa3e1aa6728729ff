using System.Text;
using SalesAgent.Bot.Sandbox.Gmail;
using SalesAgent.Bot.Sandbox.Gmail.Mailboxes;

namespace SalesAgent.Tests.Sandbox.Gmail;

public sealed class GmailQueryTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("", true)]
    [InlineData("from:jane@acme.example", true)]
    [InlineData("from:Jane@ACME.example", true)]
    [InlineData("from:ane@acme.example", false)]
    [InlineData("from:acme", true)]
    [InlineData("to:jane@acme.example", false)]
    [InlineData("{from:x@y.example to:alex@contoso.example}", true)]
    [InlineData("from:x@y.example OR to:alex@contoso.example", true)]
    [InlineData("from:x@y.example to:alex@contoso.example", false)]
    [InlineData("(from:jane@acme.example subject:offer)", true)]
    [InlineData("subject:(new offer)", true)]
    [InlineData("subject:(new nothing)", false)]
    [InlineData("-in:drafts", true)]
    [InlineData("in:drafts", false)]
    [InlineData("-in:chats in:inbox", true)]
    [InlineData("newer_than:3d", true)]
    [InlineData("newer_than:1d", false)]
    [InlineData("older_than:1d", true)]
    [InlineData("after:1795248000", true)]
    [InlineData("after:1795270000", false)]
    [InlineData("before:1795270000", true)]
    [InlineData("after:2026/11/21", true)]
    [InlineData("after:2026/11/22", false)]
    [InlineData("rfc822msgid:m1@acme.example", true)]
    [InlineData("rfc822msgid:m2@acme.example", false)]
    [InlineData("\"brand new\"", true)]
    [InlineData("made-up:brand", false)]
    [InlineData("has:attachment", false)]
    [InlineData("-from:jane@acme.example", false)]
    public void A_query_means_what_it_means_in_Gmail(string query, bool hit) => GmailQuery.Parse(query).Matches(Mail(), Now).ShouldBe(hit);

    [Fact]
    public void Only_a_query_that_names_people_avoids_reading_the_whole_mailbox()
    {
        GmailQuery.Parse("{from:a@x.example cc:b@x.example} -in:drafts").RequiredAddresses.ShouldBe(["a@x.example", "b@x.example"]);
        GmailQuery.Parse("in:drafts to:a@x.example newer_than:1d").RequiredAddresses.ShouldBe(["a@x.example"]);
        GmailQuery.Parse("{from:a@x.example subject:b}").RequiredAddresses.ShouldBeNull();
        GmailQuery.Parse("-from:a@x.example").RequiredAddresses.ShouldBeNull();
    }

    private static StoredMail Mail()
    {
        var raw =
            "From: Jane Doe <Jane@acme.example>\r\nTo: alex@contoso.example\r\nSubject: A new offer\r\nMessage-ID: <m1@acme.example>\r\nDate: Sat, 21 Nov 2026 14:40:00 +0000\r\n\r\nSomething brand new.\r\n";
        var at = DateTimeOffset.FromUnixTimeSeconds(1_795_260_000);
        return new StoredMail("1", "1", ["INBOX"], at, 1, MailContent.Read(Encoding.ASCII.GetBytes(raw), null, [], "x@y", at)!);
    }
}
