using System.Text;
using SalesAgent.Bot.Sandbox.Teams;
using SalesAgent.Core.Audit;
using SalesAgent.Core.Forgetting;
using SalesAgent.Core.Records;
using SalesAgent.Tests.Support;

namespace SalesAgent.Tests.Journeys;

/// <summary>What a manager does to have somebody forgotten, and where to look for what is left.</summary>
internal static class ForgetSteps
{
    /// <summary>Who filled in the first sample form.</summary>
    public const string Ines = "ines.carvalho@tailspin.example";

    /// <summary>What stands in that form, in spellings that JSON leaves as they are.</summary>
    public static readonly string[] Personal = ["ines.carvalho", "Carvalho", "Tailspin", "555 010 202", "forecasting tools"];

    public static async Task<LeadId> LeadAsync(RunningAgent agent, string? decision = null)
    {
        var lead = await agent.SubmitSampleAsync();
        await agent.RestingAsync(lead);
        if (decision is not null)
            await DecideAsync(agent, lead, decision);
        return lead;
    }

    public static async Task DecideAsync(RunningAgent agent, LeadId lead, string decision)
    {
        var card = agent.CardOf(await agent.RestingAsync(lead));
        await agent.Alex.At(card).ClickAsync(agent.App.Messages, card, decision);
        await agent.DecidedAsync(lead);
    }

    /// <summary>As a manager does it, to the end.</summary>
    public static async Task ForgetAsync(RunningAgent agent, string email = Ines)
    {
        await BeginAsync(agent, email);
        await ForgottenAsync(agent);
    }

    public static async Task BeginAsync(RunningAgent agent, string email = Ines)
    {
        await SayAsync(agent.Mona, agent, $"forget {email}", "About `");
        await SayAsync(agent.Mona, agent, $"forget {email} yes", "is being forgotten");
    }

    /// <summary>Whoever asked is told, and then nothing is left to do.</summary>
    public static Task<TeamsPost> ForgottenAsync(RunningAgent agent) => ToldAsync(agent, "is forgotten: nothing of them is left");

    /// <summary>What somebody is told without having asked.</summary>
    public static Task<TeamsPost> ToldAsync(RunningAgent agent, string text) =>
        Eventually.FindAsync(() =>
            agent
                .World.Teams.Conversations.SelectMany(place => place.Posts)
                .FirstOrDefault(post => post.FromBot && (post.Text ?? "").Contains(text, StringComparison.Ordinal))
        );

    /// <summary>A lead of which nothing is left but its audit.</summary>
    public static async Task GoneAsync(RunningAgent agent, LeadId lead)
    {
        for (var waited = 0; waited < 600; waited++)
        {
            if (
                await agent.Get<LeadRecords>().FindAsync(lead, CancellationToken.None) is null
                && (await agent.Get<ForgetLedger>().AllAsync(CancellationToken.None)).Count == 0
            )
            {
                return;
            }

            await Task.Delay(100);
        }

        throw new TimeoutException($"Lead {lead} is still there.");
    }

    public static (int Drafts, int Tasks, int Notes, int Holds) OutsideOf(RunningAgent agent) =>
        (
            agent.World.Gmail.Drafts,
            agent.World.HubSpot.All("tasks").Count(),
            agent.World.HubSpot.All("notes").Count(),
            agent.World.Calendar[agent.World.Reps[0].Email].Events.Count(entry => !entry.Cancelled)
        );

    public static string[] Found(IEnumerable<(string File, byte[] Bytes)> files)
    {
        var all = files.ToArray();
        all.ShouldNotBeEmpty();
        return [.. Personal.Where(word => all.Any(file => file.Bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes(word)) >= 0))];
    }

    public static async Task<List<AuditEntry>> SystemAsync(RunningAgent agent) =>
        [
            .. (await agent.Get<SystemAudit>().ReadAsync(CancellationToken.None)).Where(entry =>
                entry.Resource.StartsWith("person", StringComparison.Ordinal)
            ),
        ];

    public static async Task<string> SayAsync(SandboxTeamsUser who, RunningAgent agent, string text, string answer)
    {
        var chat = who.Personal;
        var before = chat.Conversation.Posts.Count;
        await chat.SayAsync(agent.App.Messages, text);
        var post = await Eventually.FindAsync(() =>
            chat.Conversation.Posts.Skip(before).FirstOrDefault(post => post.FromBot && post.Text is not null)
        );
        post.Text!.ShouldContain(answer);
        return post.Text!;
    }
}
