using System.Buffers;
using System.Text;
using System.Text.Json;
using SalesAgent.Core.Texts;

namespace SalesAgent.Tests.Texts;

public sealed class WholeJsonTests
{
    [Theory]
    [InlineData("""{"a":"\ud83d"}""", """{"a":"\ufffd"}""")]
    [InlineData("""{"a":"\uDE00 cut in front"}""", """{"a":"\ufffd cut in front"}""")]
    [InlineData("""{"a":"\ud83d\ud83d\ude00"}""", """{"a":"\ufffd\ud83d\ude00"}""")]
    [InlineData("""{"a":"\ude00\ud83d"}""", """{"a":"\ufffd\ufffd"}""")]
    [InlineData("""{"a":"\ud83d\\ude00"}""", """{"a":"\ufffd\\ude00"}""")]
    [InlineData("""{"a":"\ud83d\n\ude00"}""", """{"a":"\ufffd\n\ufffd"}""")]
    [InlineData("""{"\udbff":{"b\udfff":["\ud800"]}}""", """{"\ufffd":{"b\ufffd":["\ufffd"]}}""")]
    public void Half_a_surrogate_pair_is_replaced_wherever_it_stands(string json, string whole) =>
        Mended(Encoding.UTF8.GetBytes(json)).ShouldBe(whole);

    [Theory]
    [InlineData("""{"a":"\ud83d\ude00 😀 \\ud83d \u0000 \uffff"}""")]
    [InlineData("""{"a":"\\\\ud83d"}""")]
    [InlineData("""{"a":"\ud83"}""")]
    [InlineData("\\")]
    [InlineData("\\u")]
    [InlineData("")]
    public void What_is_whole_or_no_json_at_all_stays_as_it_came(string json)
    {
        ReadOnlyMemory<byte> bytes = Encoding.UTF8.GetBytes(json);

        WholeJson.Of(bytes).ShouldBe(bytes, "not even a copy");
    }

    [Fact]
    public void Bytes_that_are_no_utf8_are_replaced_and_a_half_beside_them_too()
    {
        byte[] cesu = [.. "{\"a\":\"\\ud83d "u8, 0xED, 0xA0, 0xBD, 0xFF, .. "\"}"u8];

        var text = JsonElement.Parse(WholeJson.Of(cesu).Span).GetProperty("a").GetString()!;

        text.ShouldStartWith("\uFFFD \uFFFD");
        text.EnumerateRunes().ShouldAllBe(rune => rune.Value == ' ' || rune.Value == 0xFFFD);
    }

    [Fact]
    public void A_body_in_pieces_is_mended_across_their_borders()
    {
        var bytes = """{"a":"\ud83d"}"""u8.ToArray();
        for (var border = 1; border < bytes.Length; border++)
        {
            var first = new Piece(bytes.AsMemory(0, border));
            var last = first.Then(bytes.AsMemory(border));

            Encoding
                .UTF8.GetString(WholeJson.Of(new ReadOnlySequence<byte>(first, 0, last, last.Memory.Length)).Span)
                .ShouldBe("""{"a":"\ufffd"}""");
        }
    }

    [Fact]
    public void Whatever_is_mended_can_be_decoded_and_written_again()
    {
        var random = new Random(20261201);
        string[] pieces = ["\\ud83d", "\\ude00", "\\uD800", "\\udfff", "\\\\", "\\u0000", "x", "😀", "\\n", "\\uffff", "\\u2028"];
        for (var round = 0; round < 2_000; round++)
        {
            var text = string.Concat(Enumerable.Range(0, random.Next(1, 9)).Select(_ => pieces[random.Next(pieces.Length)]));
            var json = $$"""{"{{text}}":["{{text}}"]}""";

            var read = JsonElement.Parse(Mended(Encoding.UTF8.GetBytes(json)));

            var member = read.EnumerateObject().Single();
            member.Value[0].GetString().ShouldBe(member.Name);
            Should.NotThrow(() => new UTF8Encoding(false, throwOnInvalidBytes: true).GetBytes(member.Name), json);
        }
    }

    private static string Mended(byte[] json) => Encoding.UTF8.GetString(WholeJson.Of(json).Span);

    private sealed class Piece : ReadOnlySequenceSegment<byte>
    {
        public Piece(ReadOnlyMemory<byte> memory) => Memory = memory;

        public Piece Then(ReadOnlyMemory<byte> memory)
        {
            var next = new Piece(memory) { RunningIndex = RunningIndex + Memory.Length };
            Next = next;
            return next;
        }
    }
}
