using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using SalesAgent.Bot.Sandbox.Faults;
using SalesAgent.Bot.Sandbox.Samples;
using SalesAgent.Bot.Sandbox.Teams;
using SalesAgent.Core.Orchestration;
using SalesAgent.Core.Work;
using SalesAgent.Tests.Support;
using SalesAgent.Tests.Texts;

namespace SalesAgent.Tests.Journeys;

/// <summary>A form whose address is a link to somebody's eye. The bot says it in every answer it has, and makes no link of it.</summary>
public sealed class HostileAddressTests
{
    private readonly TurnedClock clock = new();

    [Theory]
    [InlineData("a`www.evil-phish.com/x`b@lead.example")]
    [InlineData("www.evil-phish.com/pay@lead.example")]
    [InlineData("x``www.evil-phish.com``*_~|y@lead.example")]
    public async Task No_answer_makes_a_link_of_a_leads_address(string address)
    {
        await using var agent = await RunningAgent.StartAsync(
            new Dictionary<string, string?>
            {
                ["Review:RemindAfterHours"] = "1",
                ["Review:ExpireAfterHours"] = "30",
                ["Reps:0:WorkingHours"] = "Mon-Sun 00:00-23:59",
            },
            time: clock
        );
        var lead = await agent.SubmitAsync(FormOf(address));
        var card = agent.CardOf(await agent.RestingAsync(lead));

        await AskAsync(agent, agent.Alex, "pending", "Waiting for a decision");
        await AskAsync(agent, agent.Mona, "pending", ", of Alex");
        await AskAsync(agent, agent.Alex, $"history {address}", "lead came in");
        await AskAsync(agent, agent.Lena, $"show {address}", "I know of no lead of yours");
        await AskAsync(agent, agent.Alex, $"prospect {address} x{address}", "I was asked a moment ago");
        await AskAsync(agent, agent.Alex, $"prospect {address[..^8]} {address}`", "no address I can write to");

        await QuietAsync(agent);
        clock.Turn(TimeSpan.FromMinutes(61));
        await agent.App.Services.GetServices<IHostedService>().OfType<LedgerSweep>().Single().SweepAsync(CancellationToken.None);
        await ToldAsync(agent, "for your decision");

        await QuietAsync(agent);
        agent.Faults.Set("teams.activities.update", new Fault.Status(404, Body: """{"error":{"code":"ConversationNotFound"}}"""));
        await agent.Alex.At(card).SubmitAsync(agent.App.Messages, card, "approve");
        await ToldAsync(agent, "Its card is no longer there");

        await AskAsync(agent, agent.Mona, $"forget {address}", "I know, and would erase");
        await AskAsync(agent, agent.Mona, $"forget {address} yes", "is being forgotten");
        await ToldAsync(agent, "is forgotten: nothing of them is left");
        await AskAsync(agent, agent.Mona, $"forget {address}", "was forgotten on");
        await AskAsync(agent, agent.Mona, $"forget y{address}", "nothing to erase");
        await AskAsync(agent, agent.Alex, $"prospect {address}", "was forgotten on");

        var said = agent
            .World.Teams.Conversations.SelectMany(place => place.Posts)
            .Where(post => post is { FromBot: true, IsCard: false, Text.Length: > 0 })
            .Select(post => post.Text!)
            .ToArray();
        said.Count(text => text.Contains("lead.", StringComparison.Ordinal)).ShouldBeGreaterThan(10, "they speak of the lead");
        said.SelectMany(text => ReadAsMarkdown.Alive(text).Select(alive => $"{alive} in: {text}")).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_message_that_is_too_long_is_told_so_and_starts_nothing()
    {
        await using var agent = await RunningAgent.StartAsync();

        await AskAsync(
            agent,
            agent.Alex,
            $"prospect jane@acme.example {string.Concat(Enumerable.Repeat("[a](", 10_000))}",
            "too long for me"
        );

        (await agent.Get<IWorkQueue>().ListAsync(10, CancellationToken.None)).ShouldBeEmpty();
    }

    private static JsonObject FormOf(string address)
    {
        var form = SampleData.At(TimeProvider.System.GetUtcNow()).Submissions[0].Form();
        foreach (var field in form["fieldValues"]!.AsArray())
        {
            field!["value"] = field["name"]!.GetValue<string>() switch
            {
                "email" => address,
                "firstname" or "lastname" => "[Ann](https://evil-phish.com)",
                "company" => "www.evil-phish.com <at>Mona</at>",
                _ => field["value"]!.GetValue<string>(),
            };
        }

        return form;
    }

    private static async Task AskAsync(RunningAgent agent, SandboxTeamsUser who, string text, string answer)
    {
        var before = who.Personal.Conversation.Posts.Count;
        (await who.Personal.SayAsync(agent.App.Messages, text)).Status.ShouldBeInRange(200, 202);
        await Eventually.FindAsync(() =>
            who
                .Personal.Conversation.Posts.Skip(before)
                .FirstOrDefault(post => post.FromBot && (post.Text ?? "").Contains(answer, StringComparison.Ordinal))
        );
    }

    private static Task<TeamsPost> ToldAsync(RunningAgent agent, string text) => ForgetSteps.ToldAsync(agent, text);

    private static async Task QuietAsync(RunningAgent agent)
    {
        while (await agent.Get<IWorkQueue>().CountAsync(CancellationToken.None) > 0)
            await Task.Delay(20);
    }
}
