using System.Text.Json.Nodes;
using SalesAgent.Core.Drafting;
using SalesAgent.Core.Evidence;
using SalesAgent.Core.Records.Runs;

namespace SalesAgent.Bot.Cli;

/// <summary>What came of a run: as text, and as the JSON document people script against.</summary>
internal static class RunReport
{
    public static JsonObject Json(string mode, LeadStory story)
    {
        var (state, dossier) = (story.State, story.State.Run.Dossier);
        var card = state.Review is { Cards: [var first, ..] } ? first : null;
        return new JsonObject
        {
            ["workflowId"] = state.Lead.Id,
            ["mode"] = mode,
            ["status"] = state.Run.Status,
            ["draftOnly"] = true,
            ["steps"] = new JsonArray([.. state.Run.Steps.Select(Step)]),
            ["draft"] = dossier is { Draft: { } draft, MailboxDraft: { } there }
                ? new JsonObject
                {
                    ["id"] = there.DraftId,
                    ["to"] = draft.To,
                    ["subject"] = draft.Subject,
                    ["body"] = draft.Body,
                }
                : null,
            ["slots"] = new JsonArray([.. (dossier.Draft?.Times ?? []).Select(Slot)]),
            ["task"] = dossier.TaskId is { } task ? new JsonObject { ["id"] = task.ToString() } : null,
            ["note"] = dossier.NoteId is { } note ? new JsonObject { ["id"] = note.ToString() } : null,
            ["card"] = card is null ? null : new JsonObject { ["conversationId"] = card.ConversationId, ["activityId"] = card.ActivityId },
            ["audit"] = AuditJsonView.Entries(story),
        };
    }

    public static async Task WriteAsync(TextWriter output, string mode, LeadStory story)
    {
        var (state, dossier) = (story.State, story.State.Run.Dossier);
        await output.WriteLineAsync($"Lead {state.Lead.Id} ({mode}): {state.Run.Status}. DRAFT_ONLY is on.");
        foreach (var step in state.Run.Steps)
            await output.WriteLineAsync($"  {StatusOf(step), -8} {step.Milliseconds, 6} ms  {step.Name, -22} {step.Detail}");
        if (dossier.Draft is { } draft)
            await output.WriteLineAsync($"\nTo: {draft.To}\nSubject: {draft.Subject}\n\n{draft.Body}");
        await output.WriteLineAsync(
            $"{story.Lines.Count} audit entries; {(story.Fault is null ? "the chain is whole" : $"THE CHAIN IS BROKEN: {story.Fault}")}."
        );
    }

    private static JsonNode Step(StepReport step) =>
        new JsonObject
        {
            ["name"] = step.Name,
            ["status"] = StatusOf(step),
            ["milliseconds"] = step.Milliseconds,
            ["detail"] = step.Detail,
        };

    private static JsonNode Slot(Slot slot) =>
        new JsonObject
        {
            ["start"] = slot.Start.ToString("yyyy-MM-dd'T'HH:mm:sszzz", System.Globalization.CultureInfo.InvariantCulture),
            ["end"] = slot.End.ToString("yyyy-MM-dd'T'HH:mm:sszzz", System.Globalization.CultureInfo.InvariantCulture),
            ["timeZone"] = slot.TimeZone,
            ["display"] = slot.Display,
        };

    /// <summary>A step that is still waiting when a report is made has not been run.</summary>
    private static string StatusOf(StepReport step) =>
        step.Status switch
        {
            StepStatus.Done => "done",
            StepStatus.Missing => "missing",
            StepStatus.Failed => "failed",
            StepStatus.Skipped or StepStatus.Waiting => "skipped",
            _ => throw new ArgumentOutOfRangeException(nameof(step)),
        };
}
