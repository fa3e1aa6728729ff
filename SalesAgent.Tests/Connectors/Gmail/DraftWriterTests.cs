using System.Buffers.Text;
using System.Text;
using CsCheck;
using MimeKit;
using SalesAgent.Core.Connectors;
using SalesAgent.Core.Connectors.Gmail;
using SalesAgent.Core.Connectors.Gmail.Messages;

namespace SalesAgent.Tests.Connectors.Gmail;

public sealed class DraftWriterTests
{
    private static readonly OutsideCall Creating = OutsideCall.Write("gmail", "Creating a draft");

    [Fact]
    public void Any_language_becomes_plain_ascii_with_short_lines_and_comes_back()
    {
        var body = "Grüße 東京 🚀\n\n" + string.Concat(Enumerable.Repeat("sehr lange Zeile mit Ümläuten ", 40)) + "\n.\nFrom me\n";
        var (wire, mail) = Write(
            Some.Draft(body) with
            {
                Subject = "東京の件 🚀 " + new string('ö', 120) + string.Concat(Enumerable.Repeat("案件🚀", 30)),
                ToName = "Zoë 東京",
                FromName = "Ríta",
            }
        );

        wire.All(c => c < 128).ShouldBeTrue();
        wire.Replace("\r\n", "", StringComparison.Ordinal).IndexOfAny(['\r', '\n']).ShouldBe(-1);
        wire.Split("\r\n").ShouldAllBe(line => line.Length <= 78, wire);
        mail.Subject.ShouldBe("東京の件 🚀 " + new string('ö', 120) + string.Concat(Enumerable.Repeat("案件🚀", 30)));
        mail.To.Mailboxes.Single().Name.ShouldBe("Zoë 東京");
        mail.TextBody!.ReplaceLineEndings("\n").ShouldBe(body);
    }

    [Fact]
    public void It_is_one_plain_text_to_one_person_and_names_no_machine()
    {
        var (wire, mail) = Write(Some.Draft());

        mail.Body.ShouldBeOfType<TextPart>().ContentType.MimeType.ShouldBe("text/plain");
        wire.ShouldNotContain("Cc:", Case.Insensitive);
        mail.MessageId.ShouldEndWith("@sales.test");
        // The id is random letters, and machines have short names.
        wire.Replace(mail.MessageId!, "", StringComparison.Ordinal).ShouldNotContain(Environment.MachineName);
        mail.Headers.Select(header => header.Field)
            .ShouldBe(
                ["Date", "Subject", "Message-Id", "From", "To", "X-SalesAgent-Run", "MIME-Version"],
                ignoreOrder: true,
                comparer: StringComparer.OrdinalIgnoreCase
            );
    }

    [Theory]
    [InlineData("\r\nBcc: spy@x.test")]
    [InlineData("\nBcc: spy@x.test")]
    [InlineData("\rBcc: spy@x.test")]
    [InlineData("\r\n\r\nBcc: spy@x.test")]
    [InlineData("\u2028Bcc: spy@x.test")]
    [InlineData("\u0085Bcc: spy@x.test\0")]
    public void A_line_end_in_a_field_does_not_become_a_header(string poison)
    {
        var draft = Some.Draft("Hi" + poison) with { Subject = "Hi" + poison, ToName = "Jane" + poison, FromName = "Rita" + poison };
        var (_, mail) = Write(draft);

        mail.Bcc.ShouldBeEmpty();
        mail.Headers.Count.ShouldBe(Write(Some.Draft()).Mail.Headers.Count);
        mail.Subject!.ShouldNotContain('\n');
        mail.Subject!.ShouldNotContain('\u2028');
        mail.To.Mailboxes.Single().Address.ShouldBe("jane@acme.test");
    }

    [Fact]
    public void Text_that_would_run_backwards_is_straightened()
    {
        Write(Some.Draft() with { Subject = "invoice\u202Efdp.exe" }).Mail.Subject.ShouldBe("invoice fdp.exe");
    }

    [Fact]
    public void A_subject_that_would_decode_into_something_else_is_shown_as_it_was_typed()
    {
        const string typed = "=?utf-8?q?Your=20invoice?= x";

        Write(Some.Draft() with { Subject = typed }).Mail.Subject.ShouldBe(typed);
    }

    [Theory]
    [InlineData("jane@acme.test\r\nBcc: spy@x.test")]
    [InlineData("jane@acme.test, spy@x.test")]
    [InlineData("jane@acme.test\0")]
    [InlineData("undisclosed: jane@acme.test;")]
    [InlineData("<jane@acme.test>")]
    [InlineData("jane")]
    public void A_recipient_that_is_not_one_bare_address_is_refused(string to)
    {
        Should.Throw<ConnectorException>(() => Write(Some.Draft() with { To = to })).Kind.ShouldBe(FailureKind.Refused);
        Should.Throw<ConnectorException>(() => Write(Some.Draft() with { From = to })).Kind.ShouldBe(FailureKind.Refused);
    }

    [Theory]
    [InlineData("a@b.test>\r\nBcc: spy@x.test")]
    [InlineData("<a@b.test> <c@d.test>")]
    [InlineData("")]
    public void A_message_id_that_is_more_than_one_is_refused(string id)
    {
        var reply = new ReplyContext
        {
            ThreadId = "t",
            InReplyTo = id,
            References = ["<a@b.test>"],
            Subject = "Re: x",
        };

        Should.Throw<ConnectorException>(() => Write(Some.Draft() with { Reply = reply })).Kind.ShouldBe(FailureKind.Refused);
        Should
            .Throw<ConnectorException>(() =>
                Write(Some.Draft() with { Reply = reply with { InReplyTo = "<a@b.test>", References = [id] } })
            )
            .Kind.ShouldBe(FailureKind.Refused);
    }

    [Theory]
    [InlineData("run 1")]
    [InlineData("run\r\nBcc: x@y.test")]
    [InlineData("")]
    public void A_run_id_that_cannot_stand_in_a_header_is_a_bug(string runId) =>
        Should.Throw<ArgumentException>(() => Write(Some.Draft() with { RunId = runId }));

    [Fact]
    public void An_international_domain_is_written_in_ascii() =>
        Write(Some.Draft() with { To = "jane@bücher.test" })
            .Mail.To.Mailboxes.Single()
            .GetAddress(idnEncode: true)
            .ShouldBe("jane@xn--bcher-kva.test");

    [Fact]
    public void No_text_at_all_can_add_a_header()
    {
        var headers = Write(Some.Draft()).Mail.Headers.Count;
        Gen.String[0, 200]
            .Select(Gen.String[0, 60])
            .Sample(
                (subject, name) =>
                {
                    var (wire, mail) = Write(Some.Draft(subject) with { Subject = subject, ToName = name });
                    return wire.All(c => c < 128)
                        && mail.Headers.Count == headers
                        && mail.To.Mailboxes.Single().Address == "jane@acme.test";
                },
                iter: 500
            );
    }

    private static (string Wire, MimeMessage Mail) Write(OutgoingDraft draft)
    {
        var bytes = Base64Url.DecodeFromChars(DraftWriter.Raw(Creating, draft, DateTimeOffset.UnixEpoch));
        using var stream = new MemoryStream(bytes);
        return (Encoding.UTF8.GetString(bytes), MimeMessage.Load(stream));
    }
}
