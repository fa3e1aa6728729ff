using System.Globalization;
using Microsoft.Bot.Builder;
using SalesAgent.Core.Audit;
using SalesAgent.Core.Evidence;
using SalesAgent.Core.People;
using SalesAgent.Core.Records;
using SalesAgent.Core.Texts;

namespace SalesAgent.Bot.Teams.Commands.Drafts;

/// <summary><c>history …</c>: what the audit says about somebody's leads.</summary>
internal sealed class History(LeadsOfPerson found, LeadRecords leads, RepDirectory reps, ChatReply reply) : IChatCommand
{
    private const int MostLeads = 3;
    private const int MostLines = 40;

    public static ChatCommand Line { get; } =
        new ChatCommand(typeof(History), "history", "what happened with somebody")
        {
            Example = "jane@acme.com",
            Menu = "What happened with somebody",
        };

    public async Task AnswerAsync(ITurnContext turn, Rep rep, string argument, CancellationToken cancellationToken)
    {
        if (await found.NewestAsync(turn, rep, Line, argument, cancellationToken) is not { } states)
            return;

        var lines = new List<ChatText>();
        foreach (var state in states.Take(MostLeads))
        {
            var story = await LeadStory.ReadAsync(leads, LeadId.Parse(state.Lead.Id), cancellationToken);
            foreach (var line in story?.Lines ?? [])
            {
                var at = TimeZoneInfo.ConvertTime(line.Entry.Timestamp, rep.TimeZone).ToString("d MMM HH:mm", CultureInfo.InvariantCulture);
                var who = reps.Find(line.Entry.Actor)?.Name;
                lines.Add($"{at}: {Words(line.Entry)}{(who is null ? "" : $" by {who}")}");
            }
        }

        await reply.SayAsync(turn, ChatText.List(lines.Take(MostLines)), cancellationToken);
    }

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
