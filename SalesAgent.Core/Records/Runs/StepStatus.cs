namespace SalesAgent.Core.Records.Runs;

public enum StepStatus
{
    /// <summary>Not run yet.</summary>
    Waiting,

    /// <summary>Did what it is for; "found nothing" is such an answer.</summary>
    Done,

    /// <summary>Could not look or could not write; the run went on without.</summary>
    Missing,

    /// <summary>Ended the run.</summary>
    Failed,

    /// <summary>Not run because the run ended before it.</summary>
    Skipped,
}
