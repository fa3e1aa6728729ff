using System.Reflection;
using SalesAgent.Core.Texts;

namespace SalesAgent.Tests.Texts;

public sealed class ChatTextTests
{
    public static TheoryData<string> Hostile { get; } =
    [
        "a`www.evil-phish.com/x`b@lead.example",
        "``x``www.evil.com`` `b@lead.example",
        "`",
        "```\nwww.evil.com\n```",
        "\\`www.evil.com\\`",
        "`pending` www.evil.com `show`",
        "[press](https://evil.com)",
        "![x](https://evil.com/x.png)",
        "<https://evil.com>",
        "<a href=\"https://evil.com\">x</a>",
        "<at>Mona</at>",
        "<img src=x onerror=y>",
        "&lt;at&gt;",
        "https://evil.com",
        "hxxps://evil.com",
        "HTTP:\\\\evil.com",
        "www.evil.com",
        "www.-evil.com",
        "WWW.~evil~",
        "evil.com/pay",
        "evil。com",
        "evil．com",
        "mailto:a@evil.com",
        "tel:+1900",
        "javascript:alert(1)",
        "\\\\evil\\share",
        "user@evil.com",
        "https://bank.com@evil.com/",
        "# heading",
        "> quote",
        "1. one",
        "- one",
        "+ one",
        "* one",
        "===",
        "---",
        "| a | b |\n|---|---|\n| c | d |",
        "~~gone~~",
        "**bold**",
        "a\n# b\n\n> c",
        "a\r\nb\u2028c\u0085d\v",
        "\u202Egnp.exe",
        "{{DATE(2026-01-01T00:00:00Z)}}",
        "Jane](https://evil.com) [x",
        "xn--80ak6aa92e.com",
        "a www.b@lead.example",
        "www.evil.com@lead.example",
        "&#119;ww.evil.com",
        "a@b",
        "1)",
        "  # x",
        "!",
        "[x]: https://evil.com",
        "[^1]",
        "http&#58;//evil.com",
        "cafe\u0301.com",
        "evil\u0903.com",
        "evil\u20DD.com",
        "evil\u00AD.com",
        "evil\u200D.com",
        "evil\uFE0F.com",
        "evil.\u00ADcom",
        "evil.\u0301com",
        "\u2603.com",
        "x\u00B2.com",
        "x\u2167.com",
    ];

    [Theory]
    [MemberData(nameof(Hostile))]
    public void A_hole_is_text_and_nothing_else(string text)
    {
        ReadAsMarkdown.Alive(Said($"{text}")).ShouldBeEmpty();
        ReadAsMarkdown.Alive(Said($"It is about {text}, as you know {text}.")).ShouldBeEmpty();
        ReadAsMarkdown.Alive(ChatText.List([$"{text}", $"{text}"]).Markdown).ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(Hostile))]
    public void A_hole_inside_backticks_stays_inside(string text)
    {
        ReadAsMarkdown.Alive(Said($"`{text}`")).ShouldBeEmpty();
        ReadAsMarkdown.Alive(Said($"Type `forget {text} yes`, or `show {text}`: {text}")).ShouldBeEmpty();
        ReadAsMarkdown.Alive(ChatText.Codes([text, text]).Markdown).ShouldBeEmpty();
        Said($"`{text}`").Count(character => character == '`').ShouldBe(2);
    }

    [Theory]
    [InlineData("`www.evil.com`")]
    [InlineData("see www.evil.com")]
    [InlineData("a@evil.com")]
    [InlineData("[x](y)")]
    [InlineData("<at>x</at>")]
    [InlineData("`<at>x</at>`")]
    [InlineData("a `b")]
    public void The_reader_of_these_tests_sees_what_is_alive(string markdown) => ReadAsMarkdown.Alive(markdown).ShouldNotBeEmpty();

    [Theory]
    [InlineData("jane@acme.com")]
    [InlineData("jane.doe+x_y@mail.acme-group.co.uk")]
    public void A_plain_address_can_be_copied(string address) =>
        Said($"`{address}`: on it; `show {address}`").ShouldBe($"`{address}`: on it; `show {address}`");

    [Theory]
    [InlineData("Alex Wilber")]
    [InlineData("Dr. J. O'Neill-Smith, 3.5 years")]
    [InlineData("snake_case and 10:30 at 1.2.")]
    [InlineData("a manager types `resume`.")]
    [InlineData("日本語 😀 é")]
    public void Ordinary_words_stay_as_they_are(string words) => Said($"It says: {words}").ShouldBe($"It says: {words}");

    [Fact]
    public void What_is_seen_is_what_was_written()
    {
        var seen = Said($"{"see https://evil.com/x <b>"}").Replace("\u200B", "", StringComparison.Ordinal);

        System.Net.WebUtility.HtmlDecode(seen).ShouldBe("see https://evil.com/x <b>");
    }

    [Fact]
    public void Nothing_is_said_with_an_empty_code_span() =>
        Said($"`{(string?)null}` and `{""}` and {(string?)null}").ShouldBe("`?` and `?` and ");

    [Fact]
    public void Long_text_is_cut_between_characters()
    {
        var tower = string.Concat(Enumerable.Repeat("👩‍👩‍👧", 2_000));

        var said = Said($"{tower}");

        said.Length.ShouldBeLessThan(2_100);
        said.ShouldEndWith("👧…");
        Said($"`{tower}`").ShouldEndWith("👧…`");
    }

    [Fact]
    public void Text_that_was_said_keeps_its_markdown_in_another()
    {
        ChatText inner = $"**{"a*b"}** `{"x"}`";

        Said($"- {inner}").ShouldBe(@"- **a\*b** `x`");
        Should.Throw<InvalidOperationException>(() => Said($"`{inner}`"));
    }

    [Fact]
    public void Only_an_interpolated_string_makes_one()
    {
        var ways = typeof(ChatText)
            .GetMembers(BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly)
            .OfType<MethodInfo>()
            .Where(method => method.GetParameters().Any(parameter => parameter.ParameterType == typeof(string)));

        ways.ShouldBeEmpty("a string would pass as Markdown");
        typeof(ChatText)
            .GetConstructors()
            .ShouldHaveSingleItem()
            .GetParameters()
            .ShouldAllBe(parameter => parameter.ParameterType == typeof(int));
    }

    private static string Said(ChatText text) => text.Markdown;
}
