using SalesAgent.Bot.Teams.Commands.Drafts;
using SalesAgent.Core.Texts;

namespace SalesAgent.Tests.Teams.Commands.Drafts;

public sealed class HistoryTests
{
    [Fact]
    public void The_newest_lines_are_kept_and_what_is_left_out_is_said()
    {
        var told = History.Of("jane@acme.com", [("1 Dec 09:00", Lines("first", 30)), ("2 Dec 09:00", Lines("second", 30))], 0).Markdown;

        told.ShouldStartWith("About `jane@acme.com`, without 20 earlier lines:");
        told.ShouldNotContain("first 19");
        told.ShouldContain("first 20");
        told.ShouldEndWith("- second 29");
    }

    [Fact]
    public void Each_lead_stands_by_itself()
    {
        var told = History.Of("jane@acme.com", [("1 Dec 09:00", Lines("first", 2)), ("2 Dec 09:00", Lines("second", 2))], 3).Markdown;

        told.ShouldBe(
            "About `jane@acme.com`, without 3 older leads:\n\nLead of 1 Dec 09:00\n\n- first 0\n- first 1\n\nLead of 2 Dec 09:00\n\n- second 0\n- second 1"
        );
    }

    [Fact]
    public void A_lead_of_which_nothing_is_left_has_no_heading()
    {
        var told = History.Of("jane@acme.com", [("1 Dec", Lines("first", 5)), ("2 Dec", Lines("second", 40))], 1).Markdown;

        told.ShouldStartWith("About `jane@acme.com`, without 1 older lead and 5 earlier lines:");
        told.ShouldNotContain("Lead of 1 Dec");
    }

    private static ChatText[] Lines(string name, int count) =>
        [.. Enumerable.Range(0, count).Select(number => (ChatText)$"{name} {number}")];
}
