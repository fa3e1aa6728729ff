using SalesAgent.Core.Texts;

namespace SalesAgent.Tests.Texts;

public sealed class TextCutTests
{
    [Theory]
    [InlineData("abc", 3, "abc")]
    [InlineData("abcd", 3, "abc")]
    [InlineData("ab😀", 3, "ab")]
    [InlineData("ab😀", 4, "ab😀")]
    [InlineData("ae\u0301x", 2, "a")]
    [InlineData("a👩‍👩‍👧b", 7, "a")]
    [InlineData("🇩🇪🇫🇷", 5, "🇩🇪")]
    [InlineData("👍🏽!", 3, "👍")] // Longer than all there is room for: between code points rather than lost.
    [InlineData("", 3, "")]
    [InlineData("abc", 0, "")]
    public void A_text_is_cut_between_what_a_reader_sees_as_characters(string text, int most, string cut) =>
        TextCut.To(text, most).ShouldBe(cut);

    [Fact]
    public void An_ending_tells_of_the_cut_and_counts()
    {
        TextCut.To("abcdef", 4, "…").ShouldBe("abc…");
        TextCut.To("abcd", 4, "…").ShouldBe("abcd");
        TextCut.To("ab😀def", 4, "…").ShouldBe("ab…");
    }

    [Fact]
    public void A_tower_of_marks_is_cut_and_no_half_character_stays()
    {
        TextCut.To("a" + new string('\u0301', 1_000), 10).Length.ShouldBe(10);
        TextCut.To("😀" + string.Concat(Enumerable.Repeat("\U0001E000", 100)), 5).ShouldBe("😀\U0001E000");
    }

    [Fact]
    public void Whatever_is_cut_wherever_has_no_half_in_it()
    {
        var random = new Random(20261201);
        string[] pieces = ["a", "😀", "é", "👩‍👩‍👧", "🇩🇪", "e\u0301", "\U0001E000", "नि", "\r\n", "👍🏽"];
        for (var round = 0; round < 500; round++)
        {
            var text = string.Concat(Enumerable.Range(0, 12).Select(_ => pieces[random.Next(pieces.Length)]));
            for (var most = 0; most <= text.Length; most++)
            {
                var cut = TextCut.To(text, most);

                cut.Length.ShouldBeLessThanOrEqualTo(most);
                text.StartsWith(cut, StringComparison.Ordinal).ShouldBeTrue();
                Should.NotThrow(() => new System.Text.UTF8Encoding(false, true).GetBytes(cut));
            }
        }
    }
}
