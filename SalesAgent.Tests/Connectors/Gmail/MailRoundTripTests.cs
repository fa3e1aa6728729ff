using System.Buffers.Text;
using System.Text;
using System.Text.Json.Nodes;
using CsCheck;
using MimeKit;
using SalesAgent.Core.Connectors.Gmail;

namespace SalesAgent.Tests.Connectors.Gmail;

/// <summary>A draft written into Gmail over the wire, looked at as it lay there, and read back.</summary>
public sealed class MailRoundTripTests : ConnectorWorld
{
    private const string Users = "/g/gmail/v1/users/rep%40sales.test";

    public static TheoryData<string> Texts =>
        [
            "🚀 launch 👩‍👩‍👧‍👦 🇪🇺 👋🏽",
            "東京の案件について、ご相談",
            "중요한 회의",
            "مرحبا بالعالم",
            "שלום עולם",
            "Ελληνικά и кириллица",
            "zalgo\u0301\u0323\u0489 e\u0301",
            string.Concat(Enumerable.Repeat("案件🚀", 120)),
            new string('ö', 300),
            new string('x', 1200),
            string.Join(' ', Enumerable.Repeat("pumps", 200)),
            "two  blanks   in a row",
            "=?utf-8?q?not_what_it_says?=",
            "\"quoted\", <angled>; (commented) @ \\slashed",
            "a:b,c;d",
            "ＦＵＬＬ　ＷＩＤＴＨ",
        ];

    [Theory, MemberData(nameof(Texts))]
    public async Task A_subject_in_any_language_comes_back_as_it_was(string subject)
    {
        var (stored, wire) = await RoundTripAsync(Some.Draft() with { Subject = subject });

        stored.Subject.ShouldBe(subject);
        Lines(wire).ShouldAllBe(line => line.Length <= 998);
        if (!subject.StartsWith("xxx", StringComparison.Ordinal))
            Lines(wire).ShouldAllBe(line => line.Length <= 78, wire);
    }

    [Theory, MemberData(nameof(Texts))]
    public async Task A_name_in_any_language_comes_back_as_it_was(string name)
    {
        var (stored, wire) = await RoundTripAsync(Some.Draft() with { ToName = name, FromName = name });

        stored.To.ShouldBe([new MailPerson("jane@acme.test", AsRead(name))]);
        Lines(wire).ShouldAllBe(line => line.Length <= 998, wire);
    }

    [Theory, MemberData(nameof(Texts))]
    public async Task A_body_in_any_language_comes_back_as_it_was(string text)
    {
        var (stored, wire) = await RoundTripAsync(Some.Draft($"Hello,\n\n{text}\n{text}\n\nRita"));

        stored.Body.ShouldBe($"Hello,\n\n{text}\n{text}\n\nRita");
        Lines(wire).ShouldAllBe(line => line.Length <= 78, wire);
    }

    [Theory]
    [InlineData(76)]
    [InlineData(77)]
    [InlineData(997)]
    [InlineData(998)]
    [InlineData(999)]
    [InlineData(20_000)]
    public async Task A_line_of_any_length_is_one_line_when_it_is_read(int length)
    {
        foreach (
            var line in new[]
            {
                new string('x', length),
                new string('京', length),
                new string(' ', length) + ".",
                string.Concat(Enumerable.Repeat("= ", length / 2)) + ".",
            }
        )
        {
            var (stored, wire) = await RoundTripAsync(Some.Draft($"{line}\n{line}"));

            stored.Body.ShouldBe($"{line}\n{line}");
            Lines(wire).ShouldAllBe(one => one.Length <= 78);
        }
    }

    [Fact]
    public async Task Lines_that_mean_something_to_old_mail_programs_are_text()
    {
        const string body = ".\n..\nFrom me to you\n>From\n--\n-- \nBcc: spy@x.test\n\n\nend\t.";

        var (stored, wire) = await RoundTripAsync(Some.Draft(body));

        stored.Body.ShouldBe(body);
        stored.Bcc.ShouldBeEmpty();
        Headers(wire).ShouldNotContain("Bcc");
    }

    [Fact]
    public async Task A_conversation_full_of_poison_is_answered_with_clean_headers()
    {
        Wire.On(
            $"GET {Users}/threads/t1",
            Some.Thread(
                "t1",
                Some.Message(
                    "m1",
                    1,
                    "jane@acme.test",
                    Rep,
                    ("SUBJECT", "Pumps\r\nBcc: spy@x.test\0\u2028X-Evil: 1"),
                    ("message-id", "<a@acme.test>\r\nBcc: spy@x.test"),
                    (
                        "references",
                        "<one@x.test>\0<two@x.test>\r\nBcc: spy@x.test <bro ken@x.test> <ü@x.test> <<three@x.test>> four@x.test <>"
                    )
                )
            )
        );

        var reply = ReplyContext.For((await Gmail.GetThreadAsync(Rep, "t1", Now))!)!;
        var (stored, wire) = await RoundTripAsync(Some.Draft() with { Reply = reply });

        stored.Subject.ShouldBe(reply.Subject);
        reply.References.ShouldAllBe(id => id.StartsWith('<') && id.EndsWith('>') && id.All(c => c > ' ' && c <= '~'));
        (stored.InReplyTo, reply.References[^1]).ShouldBe(("<a@acme.test>", "<a@acme.test>"));
        (stored.Cc.Count, stored.Bcc.Count).ShouldBe((0, 0));
        Headers(wire)
            .ShouldBe(
                [
                    "Date",
                    "Subject",
                    "Message-Id",
                    "From",
                    "To",
                    "X-SalesAgent-Run",
                    "In-Reply-To",
                    "References",
                    "MIME-Version",
                    "Content-Type",
                    "Content-Transfer-Encoding",
                ],
                ignoreOrder: true,
                comparer: StringComparer.OrdinalIgnoreCase
            );
    }

    [Fact]
    public async Task A_chain_of_the_longest_ids_stays_within_what_a_line_may_hold()
    {
        var chain = Enumerable.Range(0, 40).Select(n => $"<{n:d3}{new string('i', 880)}@x.test>").ToList();
        Wire.On(
            $"GET {Users}/threads/t1",
            Some.Thread(
                "t1",
                Some.Message(
                    "m1",
                    1,
                    "jane@acme.test",
                    Rep,
                    ("Message-ID", "<last@acme.test>"),
                    ("References", string.Join("\r\n ", chain))
                )
            )
        );

        var reply = ReplyContext.For((await Gmail.GetThreadAsync(Rep, "t1", Now))!)!;
        var (_, wire) = await RoundTripAsync(Some.Draft() with { Reply = reply });

        Lines(wire).ShouldAllBe(line => line.Length <= 998);
        using var mail = Mail(wire);
        mail.References.ShouldBe([chain[0][1..^1], .. chain[^18..].Select(id => id[1..^1]), "last@acme.test"]);
    }

    [Fact]
    public async Task Without_references_the_conversation_is_the_chain_and_without_an_id_there_is_no_answer()
    {
        Wire.On(
            $"GET {Users}/threads/t1",
            Some.Thread(
                "t1",
                Some.Message("m1", 1, "jane@acme.test", Rep, ("Message-Id", "<a@acme.test>")),
                Some.Message("m2", 2, "jane@acme.test", Rep, ("Message-ID", "no id at all")),
                Some.Message("m3", 3, "jane@acme.test", Rep, ("MESSAGE-ID", " <c@acme.test> "))
            )
        );
        ReplyContext.For((await Gmail.GetThreadAsync(Rep, "t1", Now))!)!.References.ShouldBe(["<a@acme.test>", "<c@acme.test>"]);

        Wire.On($"GET {Users}/threads/t1", Some.Thread("t1", Some.Message("m1", 1, "jane@acme.test", Rep, ("Message-ID", "<>"))));
        ReplyContext.For((await Gmail.GetThreadAsync(Rep, "t1", Now))!).ShouldBeNull();
    }

    [Fact]
    public async Task Whatever_people_write_comes_back_and_adds_no_header()
    {
        // Any character but the ones that are taken out on the way, and no half ones.
        var text = Gen.OneOf(Gen.Int[0x20, 0x7e], Gen.Int[0xa0, 0x2fff], Gen.Int[0x3041, 0x9fff], Gen.Int[0x1f300, 0x1faff])
            .Where(rune => Rune.IsValid(rune) && !Rune.IsControl(new Rune(rune)) && !IsTakenOut(rune))
            .Array[0, 120]
            .Select(runes => string.Concat(runes.Select(rune => new Rune(rune).ToString())));
        string[] ends = ["\r\n", "\r", "\n", "\0", "\u0085", "\u2028", "\u2029", "\u202e", "\ud83d"];
        var broken = Gen.Int[0, ends.Length - 1].Select(which => ends[which]);

        await Gen.Select(text, text, text.Array[1, 5], broken)
            .SampleAsync(
                async (subject, name, lines, poison) =>
                {
                    var clean = Some.Draft(string.Join('\n', lines)) with { Subject = subject.Trim(), ToName = name.Trim() };
                    var (stored, wire) = await RoundTripAsync(clean);
                    var (_, poisoned) = await RoundTripAsync(
                        clean with
                        {
                            Subject = subject + poison + "Bcc: spy@x.test",
                            ToName = name + poison + "Cc: spy@x.test",
                            Body = poison + "Bcc: spy@x.test" + poison + poison,
                        }
                    );
                    return stored.Subject == clean.Subject
                        && (stored.To.Single().Name ?? "") == AsRead(clean.ToName)
                        && stored.Body.TrimEnd('\n') == clean.Body.TrimEnd('\n')
                        && IsWire(wire)
                        && IsWire(poisoned)
                        && Headers(wire).SequenceEqual(Headers(poisoned));
                },
                iter: 200,
                threads: 1
            );
    }

    // A name is what it was, but for what a reader would take for an encoded word.
    private static string AsRead(string name) => name.Replace("=?", "= ?", StringComparison.Ordinal);

    // Line and paragraph ends of other alphabets, and marks of direction.
    private static bool IsTakenOut(int rune) => rune is 0x2028 or 0x2029 or (>= 0x202a and <= 0x202e) or (>= 0x2066 and <= 0x2069);

    private static bool IsWire(string wire) =>
        wire.All(c => c is '\r' or '\n' or '\t' or (>= ' ' and <= '~'))
        && wire.Replace("\r\n", "", StringComparison.Ordinal).IndexOfAny(['\r', '\n']) < 0
        && Lines(wire).All(line => line.Length <= 998);

    private async Task<(StoredDraft Stored, string Wire)> RoundTripAsync(OutgoingDraft draft)
    {
        Wire.On($"POST {Users}/drafts", """{"id":"r-1","message":{"id":"m1","threadId":"t1","labelIds":["DRAFT"]}}""");
        await Gmail.CreateDraftAsync(Rep, draft, Now);
        var raw = JsonNode.Parse(Wire.Requests.Last().Body)!["message"]!["raw"]!.GetValue<string>();

        Wire.On($"GET {Users}/drafts/r-1", $$$"""{"id":"r-1","message":{"id":"m1","threadId":"t1","raw":"{{{raw}}}"}}""");
        var stored = (await Gmail.ReadDraftAsync(Rep, "r-1", Now))!;
        var wire = Encoding.Latin1.GetString(Base64Url.DecodeFromChars(raw));
        IsWire(wire).ShouldBeTrue(wire);
        return (stored, wire);
    }

    private static string[] Lines(string wire) => wire.Split("\r\n");

    private static List<string> Headers(string wire)
    {
        using var mail = Mail(wire);
        return [.. mail.Headers.Concat(mail.Body!.Headers).Select(header => header.Field)];
    }

    private static MimeMessage Mail(string wire)
    {
        using var bytes = new MemoryStream(Encoding.Latin1.GetBytes(wire));
        return MimeMessage.Load(bytes);
    }
}
