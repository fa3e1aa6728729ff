using SalesAgent.Bot.Sandbox.Teams;
using SalesAgent.Core.Records;

namespace SalesAgent.Bot.Bench.Stage;

/// <summary>A webhook that was sent, and what came of it.</summary>
/// <param name="Lead">Null when it was not accepted.</param>
/// <param name="ToAnswer">From the first byte sent to the last byte of the answer.</param>
/// <param name="Began">A time stamp of the system's clock, at the first byte.</param>
internal sealed record SentLead(LeadId? Lead, TimeSpan ToAnswer, long Began)
{
    /// <summary>Null when none came, or none was waited for.</summary>
    public TeamsPost? Card { get; init; }

    /// <summary>From the first byte sent to the moment the card was in Teams.</summary>
    public TimeSpan? ToCard { get; init; }
}
