using System.Diagnostics;
using System.Globalization;

namespace SalesAgent.Tests.Support.Processes;

/// <summary>A moment on the way of a lead or a decision in which a process dies.</summary>
/// <param name="Moment">Before what the span is about, or after it.</param>
/// <param name="Span">A span's name (<see cref="Core.Telemetry.SpanNames"/>), or <c>parent/name</c> for those directly under
/// another.</param>
/// <param name="Nth">Which passage of it, from 1.</param>
internal sealed record KillPoint(Moment Moment, string Span, int Nth = 1)
{
    public const string Variable = "SALESAGENT_KILL_AT";

    /// <summary>What the person who gets the card does with it.</summary>
    public string Verb { get; init; } = "approve";

    /// <summary>Nobody looks at the card before it was posted once more.</summary>
    public bool PostedAgain { get; init; }

    /// <summary>The vendor's operation that takes its time on the way there, or null.</summary>
    public string? Slow { get; init; }

    public override string ToString() => $"{(Moment is Moment.Before ? "before" : "after")} {Span}{(Nth == 1 ? "" : $" #{Nth}")}";

    public static KillPoint Before(string span, int nth = 1) => new(Moment.Before, span, nth);

    public static KillPoint After(string span, int nth = 1) => new(Moment.After, span, nth);

    public static string LastWords(KillPoint point) => $"killed {point}";

    public string Write() => string.Create(CultureInfo.InvariantCulture, $"{Moment}|{Span}|{Nth}");

    public static KillPoint Parse(string text) =>
        text.Split('|') is [var moment, var span, var nth]
            ? new KillPoint(Enum.Parse<Moment>(moment), span, int.Parse(nth, CultureInfo.InvariantCulture))
            : throw new FormatException($"'{text}' is no kill point.");

    public bool Names(Activity span)
    {
        var cut = Span.IndexOf('/', StringComparison.Ordinal);
        return cut < 0 ? span.OperationName == Span : span.OperationName == Span[(cut + 1)..] && span.Parent?.OperationName == Span[..cut];
    }
}

internal enum Moment
{
    Before,
    After,
}
