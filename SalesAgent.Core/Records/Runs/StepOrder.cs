using static SalesAgent.Core.Records.Runs.StepNames;

namespace SalesAgent.Core.Records.Runs;

/// <summary>The one list of steps. Steps of a stage run side by side: none needs another of its stage.</summary>
public static class StepOrder
{
    private static readonly IReadOnlyList<IReadOnlyList<StepLine>> Lines =
    [
        [new(ExtractProspect, "Address") { CanEndARun = true }],
        [
            new(ResolveHubSpot, "HubSpot"),
            new(SearchEmail, "Earlier mail") { ReadsFromRep = true },
            new(CalendarAvailability, "Calendar") { ReadsFromRep = true },
        ],
        [new(GenerateMessage, "Text") { CanEndARun = true, MakesDraft = true }],
        [
            new(CreateDraft, "Gmail draft")
            {
                CanEndARun = true,
                MakesDraft = true,
                WritesOutside = true,
            },
        ],
        [new(CreateHubSpotTask, "HubSpot task") { WritesOutside = true }, new(RequestApproval, "This card") { WritesOutside = true }],
    ];

    private static readonly Dictionary<string, StepLine> ByName = Lines.SelectMany(stage => stage).ToDictionary(line => line.Name);

    public static IReadOnlyList<IReadOnlyList<string>> Stages { get; } =
    [.. Lines.Select(stage => (IReadOnlyList<string>)[.. stage.Select(line => line.Name)])];

    public static IReadOnlyList<string> Names { get; } = [.. Stages.SelectMany(stage => stage)];

    /// <summary>Steps that find out what the draft should know. The draft can do without any of them.</summary>
    public static IReadOnlyList<string> Research { get; } = Where(line => line is { CanEndARun: false, WritesOutside: false });

    /// <summary>Steps that make the draft.</summary>
    public static IReadOnlyList<string> Draft { get; } = Where(line => line.MakesDraft);

    /// <summary>Steps that read what belongs to the rep.</summary>
    public static IReadOnlyList<string> FromRep { get; } = Where(line => line.ReadsFromRep);

    /// <summary>Steps that the card has a line about when they are missing. It cannot tell of itself, nor of a run that ended.</summary>
    public static IReadOnlyList<string> OnCard { get; } = Where(line => !line.CanEndARun && line.Name != RequestApproval);

    /// <summary>Without these there is nothing to review: only they can end a run.</summary>
    public static bool CanEndARun(string step) => ByName.TryGetValue(step, out var line) && line.CanEndARun;

    /// <summary>
    /// What these learn from the outside cannot be read again, so it is committed before anything else leaves for the outside.
    /// </summary>
    public static bool WritesOutside(string step) => ByName.TryGetValue(step, out var line) && line.WritesOutside;

    /// <summary>For people. A step of another release is called by its name.</summary>
    public static string TitleOf(string step) => ByName.TryGetValue(step, out var line) ? line.Title : step;

    /// <summary>After this stage nothing is researched any more.</summary>
    internal static bool EndsResearch(IReadOnlyList<string> stage) =>
        ReferenceEquals(stage, Stages.Last(other => other.Any(Research.Contains)));

    private static IReadOnlyList<string> Where(Func<StepLine, bool> fits) => [.. Names.Where(name => fits(ByName[name]))];
}
