using System.Globalization;
using Microsoft.Bot.Builder;
using SalesAgent.Core.Audit;
using SalesAgent.Core.Evidence;
using SalesAgent.Core.People;
using SalesAgent.Core.Records;
using SalesAgent.Core.Review;
using SalesAgent.Core.Texts;

namespace SalesAgent.Bot.Teams.Commands.Drafts;

/// <summary><c>history …</c>: what the audit says about somebody's leads.</summary>
internal sealed class History(LeadsOfPerson found, LeadRecords leads, RepDirectory reps, ChatReply reply) : IChatCommand
{
    private const int MostLeads = 3;
    private const int MostLines = 40;

    /// <summary>Of each person, when several are asked about.</summary>
    private const int FewestLines = 8;

    public static ChatCommand Line { get; } =
        new ChatCommand(typeof(History), "history", "what happened with somebody")
        {
            Example = "jane@acme.com",
            Menu = "What happened with somebody",
        };

    public async Task AnswerAsync(ITurnContext turn, Rep rep, string argument, CancellationToken cancellationToken)
    {
        if (await found.NewestAsync(turn, rep, Line, argument, cancellationToken) is not { } asked)
            return;

        var answers = new List<ChatText>();
        foreach (var (email, states) in asked.People)
        {
            var stories = new List<(string, IReadOnlyList<ChatText>)>();
            foreach (var state in states.Take(MostLeads).Reverse())
            {
                var story = await LeadStory.ReadAsync(leads, LeadId.Parse(state.Lead.Id), cancellationToken);
                stories.Add((At(state.Lead.ReceivedAt, rep), [.. (story?.Lines ?? []).Select(line => Told(line, rep))]));
            }

            answers.Add(Of(email, stories, states.Count - stories.Count, Math.Max(MostLines / asked.People.Count, FewestLines)));
        }

        if (asked.Missing.Count > 0)
            answers.Add(ChatText.Sentences(asked.Missing));
        await reply.SayAsync(turn, answers.Aggregate((above, below) => $"{above}\n\n{below}"), cancellationToken);
    }

    /// <summary>The newest lines of somebody's leads, each lead by itself, the newest at the end; what is left out is said.</summary>
    /// <param name="stories">Oldest first: when the lead came in, and its lines.</param>
    /// <param name="older">Leads that came before these.</param>
    internal static ChatText Of(
        string email,
        IReadOnlyList<(string At, IReadOnlyList<ChatText> Lines)> stories,
        int older,
        int most = MostLines
    )
    {
        var skip = Math.Max(0, stories.Sum(story => story.Lines.Count) - most);
        ChatText told = (skip, older) switch
        {
            (0, 0) => $"About `{email}`:",
            (0, _) => $"About `{email}`, without {older} older {(older == 1 ? "lead" : "leads")}:",
            (_, 0) => $"About `{email}`, without {skip} earlier lines:",
            _ => $"About `{email}`, without {older} older {(older == 1 ? "lead" : "leads")} and {skip} earlier lines:",
        };
        foreach (var (at, lines) in stories)
        {
            var left = lines.Skip(skip).ToArray();
            skip = Math.Max(0, skip - lines.Count);
            if (left.Length > 0)
                told = $"{told}\n\nLead of {at}\n\n{ChatText.List(left)}";
        }

        return told;
    }

    private ChatText Told(LeadStory.Line line, Rep rep)
    {
        var who = reps.Find(line.Entry.Actor)?.Name;
        var why = line.Entry is { EventType: AuditEventType.ApprovalDenied, Action: "rejected" }
            ? RejectReason.Describe(line.Entry.Metadata.GetValueOrDefault("reason"), line.Details)
            : null;
        return $"{At(line.Entry.Timestamp, rep)}: {Words(line.Entry)}{(who is null ? "" : $" by {who}")}{(why is null ? "" : $": {why}")}";
    }

    private static string At(DateTimeOffset moment, Rep rep) =>
        TimeZoneInfo.ConvertTime(moment, rep.TimeZone).ToString("d MMM HH:mm", CultureInfo.InvariantCulture);

    private static string Words(AuditEntry entry) =>
        entry.EventType switch
        {
            AuditEventType.ProspectIntake => "lead came in",
            AuditEventType.ProspectResearch => "looked up",
            AuditEventType.DraftCreated => $"draft {entry.Action} in Gmail",
            AuditEventType.ApprovalRequested => entry.Action is "reminded" ? "reminded" : "card posted",
            AuditEventType.ApprovalGranted => "approved",
            AuditEventType.ApprovalDenied => entry.Action is "expired" ? "expired" : "rejected",
            AuditEventType.TaskCreated => "task filed in HubSpot",
            AuditEventType.NoteCreated => "note filed in HubSpot",
            AuditEventType.ConnectorError => $"a connector failed ({entry.Metadata.GetValueOrDefault("connector", "run")})",
            var other => other.ToString(),
        };
}
