using static SalesAgent.Core.Records.Runs.StepNames;

namespace SalesAgent.Core.Records.Runs;

/// <summary>The one list of steps. Steps of a stage run side by side: none needs another of its stage.</summary>
public static class StepOrder
{
    public static IReadOnlyList<IReadOnlyList<string>> Stages { get; } =
    [
        [ExtractProspect],
        [ResolveHubSpot, SearchEmail, CalendarAvailability],
        [GenerateMessage],
        [CreateDraft],
        [CreateHubSpotTask, RequestApproval],
    ];

    public static IReadOnlyList<string> Names { get; } = [.. Stages.SelectMany(stage => stage)];

    /// <summary>Without these there is nothing to review: only they can end a run.</summary>
    public static bool CanEndARun(string step) => step is ExtractProspect or GenerateMessage or CreateDraft;

    /// <summary>What these learn from the outside cannot be read again, so it is committed before anything else leaves for the outside.</summary>
    public static bool WritesOutside(string step) => step is CreateDraft or CreateHubSpotTask or RequestApproval;
}
