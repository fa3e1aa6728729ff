using SalesAgent.Bot.Sandbox.Faults;

namespace SalesAgent.Tests.Journeys;

/// <summary>The ways in which a vendor can be out, by name, so that a test's name tells which.</summary>
internal static class Outage
{
    public const string Dropped = "dropped",
        Broken = "500",
        Slow = "slow",
        Refusing = "403",
        LockedOut = "401",
        Garbage = "garbage";
    public const string NoAnswerAfterWriting = "no answer after writing",
        DroppedAfterWriting = "dropped after writing",
        HalfAnAnswer = "half an answer";

    public static string[] BeforeAnything { get; } = [Dropped, Broken, Slow, Refusing, LockedOut, Garbage];

    /// <summary>No use in asking again until somebody has acted.</summary>
    public static string[] ForGood { get; } = [Refusing, LockedOut];

    /// <summary>The request took effect, and nobody heard of it.</summary>
    public static string[] AfterWriting { get; } = [NoAnswerAfterWriting, DroppedAfterWriting, HalfAnAnswer];

    public static Fault Named(string name) =>
        name switch
        {
            Dropped => new Fault.Drop(AfterWrite: false),
            Broken => new Fault.Status(500),
            Slow => new Fault.Delay(TimeSpan.FromMinutes(2)),
            Refusing => new Fault.Refuse(),
            LockedOut => new Fault.Status(401),
            Garbage => new Fault.Garbage(GarbageKind.Html),
            NoAnswerAfterWriting => new Fault.TimeoutAfterWrite(),
            DroppedAfterWriting => new Fault.Drop(AfterWrite: true),
            HalfAnAnswer => new Fault.Garbage(GarbageKind.TruncatedJson),
            _ => throw new ArgumentOutOfRangeException(nameof(name), name, "No outage of that name."),
        };
}
