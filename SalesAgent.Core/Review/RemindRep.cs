using System.Text.Json;
using SalesAgent.Core.Audit;
using SalesAgent.Core.People;
using SalesAgent.Core.Records;
using SalesAgent.Core.Records.Reviews;
using SalesAgent.Core.Storage;
using SalesAgent.Core.Texts;

namespace SalesAgent.Core.Review;

/// <summary>Tells a rep what waits for their decision: in one message, each draft once, and not more than two a day.</summary>
internal sealed class RemindRep(
    IRecordStore store,
    LeadRecords records,
    OpenReviews open,
    IReviewDesk desk,
    ReviewCases cases,
    TimeProvider time
)
{
    private const string Key = "reminder";
    private const int MostLines = 20;

    /// <summary>How long whoever reminds has for it. Should they die, somebody else does it again.</summary>
    private static readonly TimeSpan Turn = TimeSpan.FromMinutes(2);

    /// <summary>Drafts that become due after a reminder wait for the next one.</summary>
    private static readonly TimeSpan Between = TimeSpan.FromHours(12);

    /// <summary>Drafts due within this time are part of the message, because the next reminder is half a day away.</summary>
    private static readonly TimeSpan LookAhead = Between;

    /// <param name="waitingOf">What the time brings for a lead.</param>
    /// <returns>After how long to come again; it may not have been done because somebody else is at it, or was a moment ago.</returns>
    /// <exception cref="Connectors.ConnectorException">Nothing is recorded: come again.</exception>
    public async Task<TimeSpan> AboutWhatWaitsAsync(Rep rep, Func<LeadState, Waiting?> waitingOf, CancellationToken cancellationToken)
    {
        var row = await store.FindAsync(PartitionOf(rep), Key, cancellationToken);
        var last = row is null ? null : JsonSerializer.Deserialize(row.Body, LeadJson.Default.Reminder);
        var now = time.GetUtcNow();
        if (StoredTime.IsAhead(last?.TakenUntil, now, Turn))
            return Turn;
        if (last?.At is { } before && StoredTime.IsRecent(before, now, Between))
            return before + Between - now;
        if (await WriteAsync(rep, row?.Version, new Reminder(last?.At, now + Turn), cancellationToken) is not { } held)
            return Turn;

        var due = new List<LeadState>();
        foreach (var id in await open.OfAsync(rep.Id, cancellationToken))
        {
            if (await records.FindAsync(id, cancellationToken) is { } state && waitingOf(state)?.RemindAt <= now + LookAhead)
                due.Add(state);
        }

        try
        {
            if (due.Count > 0)
                await desk.RemindAsync(rep, due.Count == 1 ? due[0].Review!.Cards[0] : null, Words(due, waitingOf), cancellationToken);
        }
        catch
        {
            await WriteAsync(rep, held, new Reminder(last?.At, null), CancellationToken.None);
            throw;
        }

        foreach (var reminded in due)
        {
            await records.ChangeAsync(
                reminded,
                state =>
                    waitingOf(state)?.RemindAt is null
                        ? null
                        : new LeadChange
                        {
                            Review = state.Review! with { RemindedAt = now },
                            Events =
                            [
                                AuditEvent.ApprovalReminded(
                                    state.Lead.Id,
                                    rep.Id,
                                    state.Run.Dossier.Draft!.Version,
                                    state.Run.Dossier.Draft.ContentHash
                                ),
                            ],
                        },
                CancellationToken.None
            );
        }

        await WriteAsync(rep, held, new Reminder(due.Count > 0 ? now : last?.At, null), CancellationToken.None);
        return Between;
    }

    private ChatText Words(List<LeadState> due, Func<LeadState, Waiting?> waitingOf)
    {
        var lines = due.Select(state => (Whom: state.Run.Dossier.Prospect?.Email, Waiting: waitingOf(state)!, State: state))
            .OrderBy(line => line.Waiting.ExpireAt)
            .Select(line =>
                line.Waiting.ExpireAt is { } end
                    ? (ChatText)$"`{line.Whom}`, until {cases.Moment(line.State, end)}"
                    : $"`{line.Whom}`, since {cases.Moment(line.State, line.Waiting.Since)}"
            )
            .ToArray();
        return lines is [var only]
            ? (ChatText)$"A draft waits for your decision: {only}."
            : $"{lines.Length} drafts wait for your decision:\n\n{ChatText.List(lines.Take(MostLines))}\n\nType `show` and an address to bring a card here.";
    }

    /// <returns>The new version, or null when somebody was faster.</returns>
    private async Task<string?> WriteAsync(Rep rep, string? version, Reminder reminder, CancellationToken cancellationToken)
    {
        var body = JsonSerializer.Serialize(reminder, LeadJson.Default.Reminder);
        RecordOperation operation = version is null ? new RecordOperation.Add(Key, body) : new RecordOperation.Replace(Key, body, version);
        return
            await store.CommitAsync(PartitionOf(rep), [operation], cancellationToken) is CommitResult.Committed { Versions: [var written] }
            ? written
            : null;
    }

    private static string PartitionOf(Rep rep) => $"reminders:{rep.Id}";
}
