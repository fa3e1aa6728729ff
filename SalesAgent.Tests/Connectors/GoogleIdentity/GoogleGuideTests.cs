using System.Text.RegularExpressions;
using SalesAgent.Core.Connectors.GoogleIdentity;
using SalesAgent.Core.Connectors.GoogleIdentity.Accounts;
using SalesAgent.Tests.Conventions;

namespace SalesAgent.Tests.Connectors.GoogleIdentity;

/// <summary><c>docs/google-oauth.md</c> says what the code does.</summary>
public sealed partial class GoogleGuideTests
{
    private static readonly string Guide = File.ReadAllText(Path.Combine(Sources.Root.FullName, "docs", "google-oauth.md"));

    [Fact]
    public void The_table_of_scopes_is_the_list_in_the_code() =>
        ScopeRow()
            .Matches(Guide)
            .Select(row => (row.Groups["uri"].Value, row.Groups["reason"].Value))
            .ShouldBe(GoogleScopes.All.Select(scope => (scope.Uri, scope.Reason)));

    [Fact]
    public void Every_capability_has_one_scope() =>
        GoogleScopes.All.Select(scope => scope.Capability).ShouldBe(Enum.GetValues<GoogleCapability>());

    [Fact]
    public void The_line_for_the_administrator_has_the_everyday_scopes()
    {
        var everyday = string.Join(',', GoogleScopes.Of(new GoogleOptions().Everyday).Select(scope => scope.Uri));

        Guide.Split('\n').Select(line => line.Trim()).ShouldContain(everyday);
    }

    [Fact]
    public void Every_word_that_may_be_shown_is_explained()
    {
        string[] words = [.. TokenFailure.Words, GoogleRemedy.NotConnected, GoogleRemedy.ReconnectNeeded, GoogleRemedy.NotARep];
        var explained = Guide[Guide.IndexOf("## When it does not work", StringComparison.Ordinal)..];

        words.Where(word => !explained.Contains($"`{word}`", StringComparison.Ordinal)).ShouldBeEmpty();
    }

    [GeneratedRegex(@"^\| `(?<uri>https://www\.googleapis\.com/auth/[\w.]+)` \| [^|]+ \| (?<reason>[^|]+) \|", RegexOptions.Multiline)]
    private static partial Regex ScopeRow();
}
