using System.Globalization;
using System.Text;
using CsCheck;
using SalesAgent.Core.Drafting;

namespace SalesAgent.Tests.Drafting;

public sealed class UntrustedTextTests
{
    [Theory]
    [InlineData(null, null)]
    [InlineData("", null)]
    [InlineData(" \t\r\n ", null)]
    [InlineData("\u200B\u202E\uFEFF\u2060", null)]
    [InlineData("  Jane \t Doe\r\n", "Jane Doe")]
    [InlineData("a\0b\u0007c\u001bd", "abcd")]
    [InlineData("in\u200Bvis\u00ADible", "invisible")]
    [InlineData("abc\u202Egpj.exe", "abcgpj.exe")]
    [InlineData("e\u0301", "é")]
    [InlineData("a\u2028b\u0085c", "a b c")]
    [InlineData("half \ud83d pair", "half pair")]
    [InlineData("<b onclick=x>{{name}}</b>", "<b onclick=x>{{name}}</b>")]
    [InlineData("\U000E0049\U000E0067ok", "ok")]
    [InlineData("\u3164\u115Fx\uE000", "x")]
    public void One_line_holds_what_a_person_sees(string? text, string? expected) => UntrustedText.Clean(text, 100).ShouldBe(expected);

    [Fact]
    public void Lines_stay_where_lines_are_wanted() =>
        UntrustedText.CleanLines(" one \r\n\r\n\r\n\r\n two\rthree  four\u2028five ", 100).ShouldBe("one\n\ntwo\nthree four\nfive");

    [Theory]
    [InlineData("👍🏽👍🏽👍🏽", 2, "👍🏽👍🏽")]
    [InlineData("🇩🇪🇫🇷🇮🇹", 1, "🇩🇪")]
    [InlineData("abc def", 4, "abc")]
    public void The_cap_counts_what_a_reader_counts(string text, int max, string expected) =>
        UntrustedText.Clean(text, max).ShouldBe(expected);

    [Fact]
    public void A_tower_of_marks_is_cut_down() =>
        UntrustedText.Clean("Z" + new string('\u0335', 5000), 10)!.Length.ShouldBeLessThanOrEqualTo(5);

    [Fact]
    public void Whatever_comes_in_the_result_is_clean_short_and_stays_as_it_is() =>
        Gen.Select(Gen.String, Gen.Int[1, 40])
            .Sample(
                (text, max) =>
                {
                    foreach (var clean in new[] { UntrustedText.Clean(text, max), UntrustedText.CleanLines(text, max) })
                    {
                        if (clean is null)
                            continue;

                        clean.IsNormalized(NormalizationForm.FormC).ShouldBeTrue();
                        new StringInfo(clean).LengthInTextElements.ShouldBeLessThanOrEqualTo(max);
                        clean
                            .EnumerateRunes()
                            .ShouldNotContain(rune => rune == Rune.ReplacementChar || (rune.Value != '\n' && Rune.IsControl(rune)));
                        UntrustedText.CleanLines(clean, max).ShouldBe(clean);
                    }
                },
                iter: 5000
            );
}
