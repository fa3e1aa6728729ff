using SalesAgent.Core;
using SalesAgent.Core.Texts;

namespace SalesAgent.Tests.Texts;

public sealed class DataListTests
{
    public static TheoryData<string> Lists =>
        [.. typeof(CoreServices).Assembly.GetManifestResourceNames().Where(name => name.EndsWith(".txt", StringComparison.Ordinal))];

    [Theory]
    [MemberData(nameof(Lists))]
    public void Each_list_says_what_it_is_and_says_nothing_twice(string file)
    {
        using var reader = new StreamReader(typeof(CoreServices).Assembly.GetManifestResourceStream(file)!);
        var lines = reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var list = DataList.Read(Path.GetFileNameWithoutExtension(file));

        lines[0].ShouldStartWith("# ");
        list.Count.ShouldBe(lines.Count(line => line[0] != '#'));
        list.ShouldAllBe(entry => entry == entry.Trim() && !entry.StartsWith('#'));
    }

    [Fact]
    public void Letters_may_be_large_or_small() => DataList.Read("mail-providers").ShouldContain("GMAIL.com");

    [Fact]
    public void A_list_that_is_missing_is_named() =>
        Should.Throw<InvalidOperationException>(() => DataList.Read("planets")).Message.ShouldContain("'planets'");
}
