using CsCheck;
using SalesAgent.Bot.Webhooks.Payloads;

namespace SalesAgent.Tests.Webhooks.Payloads;

public sealed class LeadTextTests
{
    [Theory]
    [InlineData(null, null)]
    [InlineData("  \r\n ", null)]
    [InlineData("\u0001\u202e", null)]
    [InlineData(" Zoë 東京 ", "Zoë 東京")]
    [InlineData("a\r\nb\tc", "a b c")]
    [InlineData("👩‍💻", "👩‍💻")]
    public void A_line_is_one_line(string? text, string? expected) => LeadText.Line(text).ShouldBe(expected);

    [Fact]
    public void A_message_keeps_its_lines() => LeadText.Lines("Hello\r\n\r\nthere\rfriend\u2028!").ShouldBe("Hello\n\nthere\nfriend\n!");

    [Fact]
    public void A_cut_does_not_halve_a_character() => LeadText.Line(new string('x', 199) + "🚀", 200).ShouldBe(new string('x', 199));

    [Fact]
    public void Whatever_comes_in_what_comes_out_is_short_and_without_control_characters() =>
        Gen.String.Sample(text =>
        {
            var line = LeadText.Line(text, 50);
            return line is null || (line.Length is > 0 and <= 50 && !line.Any(char.IsControl) && LeadText.Line(line, 50) == line);
        });
}
