using SalesAgent.Bot.Sandbox.HubSpot.Objects;

namespace SalesAgent.Bot.Sandbox.Samples;

/// <summary>The sandbox company's own people. The first one's ids are those of Microsoft 365 Agents Playground.</summary>
internal static class SamplePeople
{
    public static SandboxRep Alex { get; } =
        new(
            "Alex Wilber",
            "alex@contoso.example",
            "00000000-0000-0000-0000-0000000000020",
            "29:1sbxAlexWilber0000000000000000000000020",
            "51001",
            "America/New_York",
            "Mon-Fri 09:00-17:00",
            "rep"
        )
        {
            Aliases = ["alex.wilber@contoso.example"],
        };

    public static SandboxRep Lena { get; } =
        new(
            "Lena Brandt",
            "lena@contoso.example",
            "00000000-0000-0000-0000-0000000000021",
            "29:1sbxLenaBrandt0000000000000000000000021",
            "51002",
            "Europe/Berlin",
            "Mon-Fri 08:30-16:30",
            "rep"
        );

    public static SandboxRep Mona { get; } =
        new(
            "Mona Adeyemi",
            "mona@contoso.example",
            "00000000-0000-0000-0000-0000000000022",
            "29:1sbxMonaAdeyemi000000000000000000000022",
            "51003",
            "America/New_York",
            "Mon-Fri 09:00-17:00",
            "manager"
        );

    public static IReadOnlyList<SandboxRep> Reps { get; } = [Alex, Lena, Mona];

    /// <summary>The owners of the portal: the reps, and one who has left.</summary>
    public static IReadOnlyList<HubSpotOwner> Owners { get; } =
    [
        new("51001", Alex.Email, "Alex", "Wilber", 9_210_001, Archived: false),
        new("51002", Lena.Email, "Lena", "Brandt", 9_210_002, Archived: false),
        new("51003", Mona.Email, "Mona", "Adeyemi", 9_210_003, Archived: false),
        new("51009", "former.colleague@contoso.example", "Former", "Colleague", 9_210_009, Archived: true),
    ];
}
