namespace SalesAgent.Core.Records.Runs;

/// <summary>
/// Writes to the outside that a run has begun and not yet recorded: whoever goes on with the run looks for their results first. Stored, so
/// never renamed.
/// </summary>
internal static class RunIntents
{
    public const string Draft = "gmail_draft";
    public const string Task = "hubspot_task";
    public const string Note = "hubspot_note";
}
