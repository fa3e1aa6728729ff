using System.Diagnostics;
using System.Reflection;
using System.Text.RegularExpressions;

namespace SalesAgent.Tests.Conventions;

/// <summary>No text makes a regular expression of ours run away: all of them, against whatever they are worst at.</summary>
public sealed class RegexTests
{
    /// <summary>Half as long again as the longest text that reaches any of them, a chat message.</summary>
    private const int LongestText = 24_000;

    /// <summary>Of one expression over one such text. Honest ones take a few milliseconds of it.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private static readonly Assembly[] Projects = [.. Sources.Assemblies, typeof(RegexTests).Assembly];

    private static readonly string[] Beginnings =
    [
        "[a](",
        "[[[[",
        "[",
        "(",
        "<a href=\"mailto:",
        "<a ",
        "<a href=",
        "<span ",
        "<",
        "{{",
        "[[",
        "a@",
        "@",
        "a.",
        "a-",
        "www.",
        "a.b.",
        "http://",
        "ignore ",
        "ignore all ",
        "send to: ",
        "send it to a",
        "system ",
        "without ",
        "do not tell ",
        "reveal the ",
        "1",
        "1 ",
        "+1 ",
        "1.",
        "1:00 ",
        "re: ",
        "re:",
        " ",
        "\n",
        "\n ",
        "-",
        "_",
        "%A",
        "'",
        "a'",
        "a ",
        "A ",
        "é",
        "dot ",
        "a dot ",
        "a . ",
        "a  .",
        "&#0",
        "%2",
        "「",
        "。",
        "no. ",
        "hi ",
        "dear ",
        "Dear\n",
        "Existing ID: ",
        "your account ",
        "I promise ",
        "$1,",
        "x=\"",
        "```\n",
        "| `a` |",
        "ignorier ",
        "忽略",
        "\"ticket\":\"",
        "SA-",
        "//",
        "/work",
        "<!",
        "</",
        "<|",
        "##",
        "asdf",
        "!",
        "…",
        "“",
    ];

    public static TheoryData<string> All => [.. Expressions().Select(one => one.Name).Order()];

    [Theory]
    [MemberData(nameof(All))]
    public void An_expression_takes_its_time_with_no_text(string name)
    {
        var expression = Expressions().Single(one => one.Name == name).Expression;

        foreach (var text in Texts(LongestText))
        {
            var started = Stopwatch.GetTimestamp();
            Count(expression, text);

            Stopwatch.GetElapsedTime(started).ShouldBeLessThan(Patience, $"{name}: {text[..24]}…");
        }
    }

    /// <summary>How links were found in chat once: cubic.</summary>
    [Fact]
    public void What_runs_away_is_seen()
    {
        var ambiguous = new Regex(@"\[([^\]]*)\]\((?:mailto:)?([^)?]*)[^)]*\)", RegexOptions.IgnoreCase, Patience);

        Should.Throw<RegexMatchTimeoutException>(() => Texts(LongestText).Sum(text => Count(ambiguous, text)));
    }

    [Fact]
    public void Every_expression_is_generated_so_that_it_is_found_here()
    {
        Expressions().Count.ShouldBeGreaterThan(60);
        var made = Sources.Product.Where(file =>
            file.Text.Contains("new Regex(", StringComparison.Ordinal)
            || file.Text.Contains("Regex.Is", StringComparison.Ordinal)
            || file.Text.Contains("Regex.Rep", StringComparison.Ordinal)
            || file.Text.Contains("Regex.Match", StringComparison.Ordinal)
            || file.Text.Contains("Regex.Split", StringComparison.Ordinal)
            || file.Text.Contains("Regex.Count", StringComparison.Ordinal)
        );

        made.Select(file => file.Path).ShouldBeEmpty();
    }

    /// <summary>The attribute's count in the sources: one that reflection missed would not be tried.</summary>
    [Fact]
    public void None_is_missed()
    {
        var attributes = Sources.Product.Sum(file => file.Text.Split("[GeneratedRegex(").Length - 1);

        Expressions().Count(one => !one.Name.StartsWith("SalesAgent.Tests.", StringComparison.Ordinal)).ShouldBe(attributes);
    }

    [Fact]
    public void Each_of_the_product_has_a_time_limit()
    {
        var product = Expressions().Where(one => !one.Name.StartsWith("SalesAgent.Tests.", StringComparison.Ordinal)).ToArray();

        product
            .Where(one =>
                one.Expression.MatchTimeout == Regex.InfiniteMatchTimeout || one.Expression.MatchTimeout > TimeSpan.FromSeconds(10)
            )
            .Select(one => one.Name)
            .ShouldBeEmpty();
    }

    private static int Count(Regex expression, string text)
    {
        var found = 0;
        for (var match = expression.Match(text); match.Success; match = match.NextMatch())
            found++;
        return found;
    }

    private static IEnumerable<string> Texts(int length)
    {
        foreach (var beginning in Beginnings)
        {
            var many = string.Concat(Enumerable.Repeat(beginning, (length / beginning.Length) + 1))[..length];
            yield return many;
            yield return $"{many[..^2]}\n!";
        }

        yield return new string('a', length);
        yield return string.Concat(Enumerable.Range(0, length / 8).Select(number => $"word{number % 10} "));
    }

    private static List<(string Name, Regex Expression)> Expressions() =>
        [
            .. Projects
                .SelectMany(assembly => assembly.GetTypes())
                .SelectMany(type =>
                    type.GetMethods(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly)
                )
                .Where(method => method.GetCustomAttribute<GeneratedRegexAttribute>() is not null)
                .Select(method => ($"{method.DeclaringType!.FullName}.{method.Name}", (Regex)method.Invoke(null, null)!)),
        ];
}
