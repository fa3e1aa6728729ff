using System.Text.Json.Nodes;
using CsCheck;
using SalesAgent.Bot.Cards.Elements;

namespace SalesAgent.Tests.Cards;

public sealed class PlainTextTests
{
    [Theory]
    [InlineData("https://evil.example/x", "https:|//evil.|example/x")]
    [InlineData("bob@evil.example", "bob@|evil.|example")]
    [InlineData("www.evil.example", "www.|evil.|example")]
    [InlineData("mailto:x", "mailto:|x")]
    [InlineData("<at>Alex</at>", "<|at>Alex<|/at>")]
    [InlineData("{{DATE(2026-11-24)}}", "{|{DATE(2026-11-24)}}")]
    [InlineData("Hello, it is 10:30. Is 3.5 t OK? Yes.", "Hello, it is 10:30. Is 3.5 t OK? Yes.")]
    public void What_a_client_would_recognise_is_broken_unseen(string text, string expected) =>
        PlainText.ForCard(text).Replace(PlainText.Break, '|').ShouldBe(expected);

    [Fact]
    public void The_offset_of_a_zone_is_not_torn_apart_at_the_end_of_a_line() =>
        PlainText
            .ForCard("Tue 24 Nov 2026, 10:00–10:30 (New York time, UTC-05:00)")
            .ShouldBe("Tue 24 Nov 2026, 10:00–10:30 (New York time, UTC\u201105:00)");

    [Theory]
    [InlineData("a\r\nb\rc\u2028d", "a\nb\nc\nd")]
    [InlineData("bell\u0007 and nul\0", "bell and nul")]
    [InlineData("tab\there", "tab here")]
    [InlineData("exe\u202Egnp", "exe\uFFFDgnp")]
    public void What_cannot_be_seen_does_not_get_through(string text, string expected) => PlainText.ForCard(text).ShouldBe(expected);

    [Fact]
    public void Half_a_character_is_shown_as_unreadable() => PlainText.ForCard("half " + "🚚"[0]).ShouldBe("half \uFFFD");

    [Fact]
    public void Nothing_else_is_changed() =>
        OneOf("a", "Ü", "漢", "🚚", "مرحبا", " ", "\n", "@", "://", ".", "{{", "<at>", "*", "_", "[x](y)", "#", "\\")
            .Array[0, 40]
            .Sample(pieces =>
            {
                var text = string.Concat(pieces);
                return PlainText.ForCard(text).Replace("\u200B", "", StringComparison.Ordinal) == text;
            });

    [Fact]
    public void A_cut_keeps_to_its_size_and_splits_no_character() =>
        Gen.Select(OneOf("a", "é", "漢", "🚚", "👩🏽‍💻", "e\u0301", "\"", "<").Array[0, 60], Gen.Int[12, 200])
            .Sample(
                (pieces, bytes) =>
                {
                    var text = string.Concat(pieces);

                    var cut = PlainText.Fit(text, bytes);

                    CardSize.Of(cut).ShouldBeLessThanOrEqualTo(bytes);
                    if (cut == text)
                        return;

                    cut.ShouldEndWith("…");
                    pieces.Index().Select(piece => string.Concat(pieces[..piece.Index])).ShouldContain(cut[..^1]);
                }
            );

    [Fact]
    public void What_is_written_never_takes_more_than_was_counted() =>
        Gen.String.Sample(text =>
        {
            var shown = PlainText.ForCard(text);
            return JsonValue.Create(shown).ToJsonString().Length - 2 <= CardSize.Of(shown);
        });

    private static Gen<string> OneOf(params string[] pieces) => Gen.Int[0, pieces.Length - 1].Select(index => pieces[index]);
}
