namespace SalesAgent.Tests.Conventions;

/// <summary>What the formatter leaves to people: it wraps code, but neither comments nor texts.</summary>
public sealed class LayoutTests
{
    /// <summary>In characters, as <c>.editorconfig</c> has it for the formatter.</summary>
    private const int LongestLine = 140;

    [Fact]
    public void A_line_is_longer_than_the_layout_allows_only_for_a_text()
    {
        Sources
            .Product.SelectMany(file => TooLong(file.Text).Select(number => $"{file.Path}:{number}"))
            .ShouldBeEmpty(
                $"Wrap the comment, or split the line: {LongestLine} characters are the limit, and only a string may go beyond it."
            );
    }

    [Fact]
    public void A_long_comment_is_found_and_a_long_text_is_not()
    {
        var words = new string('x', LongestLine);
        TooLong($"var a = 1;\n    // {words}\n    /// {words}\n    \"{words}\",\n    // \"{words}\"").ShouldBe([2, 3, 5]);
    }

    [Fact]
    public void The_limit_is_the_formatters() =>
        File.ReadAllText(Path.Combine(Sources.Root.FullName, ".editorconfig")).ShouldContain($"max_line_length = {LongestLine}\n");

    private static IEnumerable<int> TooLong(string text) =>
        text.Split('\n')
            .Index()
            .Where(line =>
                line.Item.Length > LongestLine
                && (line.Item.TrimStart().StartsWith("//", StringComparison.Ordinal) || !line.Item.Contains('"', StringComparison.Ordinal))
            )
            .Select(line => line.Index + 1);
}
