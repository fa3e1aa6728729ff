namespace SalesAgent.Bot.Bench;

/// <summary>What else there is to tell of a burst: everything was sent at once, and afterwards the cards were waited for.</summary>
internal sealed record BenchBurst
{
    /// <summary>Connections that carried it.</summary>
    public required int Connections { get; init; }

    /// <summary>From the first byte sent to the last 202.</summary>
    public required double LastAcceptedMilliseconds { get; init; }

    /// <summary>From the first byte sent to the last card.</summary>
    public required double LastCardMilliseconds { get; init; }

    /// <summary>Leads with more than one card, and drafts and tasks beyond one for each lead.</summary>
    public required long Doubled { get; init; }

    /// <summary>From the moment a rep typed <c>prospect</c>, once all was accepted, to the card in Teams; null when none came.</summary>
    public required double? ProspectMilliseconds { get; init; }

    /// <summary>How many leads still had no card when the rep typed it.</summary>
    public required int WaitingBehindProspect { get; init; }
}
