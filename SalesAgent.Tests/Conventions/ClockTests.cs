using System.Text.RegularExpressions;

namespace SalesAgent.Tests.Conventions;

/// <summary>
/// Ages within a process go by <see cref="TimeProvider.GetTimestamp"/>. The clock of the wall is for what is a date: for people, for
/// vendors and for what is stored. Whoever compares or subtracts by it is named here with the reason; a stored deadline goes through
/// StoredTime.
/// </summary>
public sealed partial class ClockTests
{
    private const string Dates = "dates of a calendar or of a vendor",
        Shown = "shown to people",
        Stored = "stored, with the longest it may be away beside it";

    /// <summary>File, how many lines of it, and why.</summary>
    private static readonly Dictionary<string, (int Lines, string Why)> Known = new()
    {
        ["SalesAgent.Bot/Cli/WorkCommand.cs"] = (1, Shown),
        ["SalesAgent.Bot/Operations/Telemetry/Gauges.cs"] = (1, Shown),
        ["SalesAgent.Bot/Protocol/Connector/RetryDelay.cs"] = (1, Dates),
        ["SalesAgent.Bot/Protocol/Inbound/ConnectorTokens.cs"] = (1, Dates),
        ["SalesAgent.Bot/Protocol/Inbound/SigningKeys.cs"] = (1, Dates),
        ["SalesAgent.Bot/Protocol/Outbound/BotTokens.cs"] = (1, Dates),
        ["SalesAgent.Bot/Teams/Commands/Drafts/Pending.cs"] = (1, Shown),
        ["SalesAgent.Bot/Teams/Commands/Setup/ConnectGoogle.cs"] = (1, Shown),
        ["SalesAgent.Core/Evidence/Retention/RemoveOldLeads.cs"] = (1, Dates),
        ["SalesAgent.Core/Connectors/Gmail/GmailClient.cs"] = (2, Dates),
        ["SalesAgent.Core/Connectors/GoogleIdentity/Accounts/AccessTokens.cs"] = (3, Stored),
        ["SalesAgent.Core/Connectors/GoogleIdentity/SignIn/PendingSignIns.cs"] = (1, Stored),
        ["SalesAgent.Core/Connectors/HubSpot/Access/AccessToken.cs"] = (1, Stored),
        ["SalesAgent.Core/Connectors/OutsideCallHandler.cs"] = (1, "a date of a vendor; what comes of it is capped"),
        ["SalesAgent.Core/Holds/HoldPlan.cs"] = (1, Dates),
        ["SalesAgent.Core/Orchestration/Correspondents/MailReading.cs"] = (3, Dates),
        ["SalesAgent.Core/Orchestration/Offering/FreeTimes.cs"] = (1, Dates),
        ["SalesAgent.Core/Review/RecheckTimes.cs"] = (2, Dates),
        ["SalesAgent.Core/Review/RemindRep.cs"] = (2, Stored),
        ["SalesAgent.Core/Review/TendReview.cs"] = (3, Dates),
        ["SalesAgent.Core/Review/Waiting.cs"] = (2, Dates),
        ["SalesAgent.Core/Storage/Sqlite/ClockStep.cs"] = (1, "how far the clock was turned"),
        ["SalesAgent.Core/Storage/Sqlite/SqliteWorkQueue.cs"] = (
            3,
            "shown to people; two times of one moment; a lease, beside what this process knows of it"
        ),
        ["SalesAgent.Core/Storage/StoredTime.cs"] = (3, "the one place that says what a stored time means"),
        ["SalesAgent.Core/Work/LeasedWork.cs"] = (1, "an item that another process told of"),
        ["SalesAgent.Core/Work/Patience/Stall.cs"] = (
            1,
            "stored; a wrong clock only has a person told sooner, because giving up counts the tries as well"
        ),
    };

    [Fact]
    public void Ages_are_not_measured_by_the_clock_of_the_wall()
    {
        var found = Sources
            .Product.Where(file => !file.Path.StartsWith("SalesAgent.Bot/Sandbox/", StringComparison.Ordinal))
            .Select(file => (file.Path, Lines: Comparisons(file.Text).ToArray()))
            .Where(file => file.Lines.Length > 0)
            .ToArray();
        found.Length.ShouldBeGreaterThan(10, "The check sees nothing.");

        found
            .Where(file => Known.GetValueOrDefault(file.Path).Lines != file.Lines.Length)
            .Select(file =>
                $"{file.Path} measures by the clock of the wall in {file.Lines.Length} places, and {Known.GetValueOrDefault(file.Path).Lines} are known. Is it an age?\n{string.Join('\n', file.Lines)}\n"
            )
            .ShouldBeEmpty();
        Known.Keys.Except(found.Select(file => file.Path)).ShouldBeEmpty("no longer needed");
    }

    [Fact]
    public void The_check_sees_comparisons_and_no_others()
    {
        Comparisons("if (time.GetUtcNow() - last.At < KeptFor) return;").Count().ShouldBe(1);
        Comparisons("var now = time.GetUtcNow();\nvar old = now - known.ReadAt < Fresh;\nvar due = known.Until > now;").Count().ShouldBe(2);
        Comparisons("return known.Until <= time.GetUtcNow();").Count().ShouldBe(1);
        Comparisons("var at = time.GetUtcNow() + Length;\nvar b = new Stop(name, time.GetUtcNow());\n// time.GetUtcNow() < a")
            .ShouldBeEmpty();
        Comparisons("bool IsDue(DateTimeOffset now) => RemindAt <= now;").Count().ShouldBe(1);
        Comparisons("var now = time.GetTimestamp();\nvar old = time.GetElapsedTime(known.At, now) < Fresh;").ShouldBeEmpty();
    }

    /// <summary>Lines that put the time of the wall, or a variable that holds it, beside a minus or a comparison.</summary>
    private static IEnumerable<string> Comparisons(string text)
    {
        var code = Comment().Replace(text, "");
        string[] names = [.. Held().Matches(code).Select(match => match.Groups["name"].Value).Append("now").Distinct()];
        if (!code.Contains("GetUtcNow", StringComparison.Ordinal) && !Given().IsMatch(code))
            return [];

        var wall = $@"(?:\w+\.GetUtcNow\(\)(?:\.\w+)*{string.Concat(names.Select(name => $@"|\b{name}\b(?!\s*=>)"))})";
        var compared = new Regex($@"(?:{wall}\s*(?:-|[<>]=?)\s*[\w(])|(?:[\w)\]]\s*(?:-|(?<!=)[<>]=?)\s*{wall}(?!\())");
        return code.Split('\n').Where(line => compared.IsMatch(line)).Select(line => line.Trim());
    }

    [GeneratedRegex(@"//[^\n]*")]
    private static partial Regex Comment();

    [GeneratedRegex(@"\b(?<name>\w+)\s*=\s*\w+\.GetUtcNow\(\)\s*(?:\.UtcDateTime\s*)?;")]
    private static partial Regex Held();

    [GeneratedRegex(@"\bDateTime(?:Offset)? now\b")]
    private static partial Regex Given();
}
