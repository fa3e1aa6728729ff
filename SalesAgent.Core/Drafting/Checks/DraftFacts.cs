namespace SalesAgent.Core.Drafting.Checks;

/// <summary>What a draft is held against: facts from records, calendar and configuration as of now.</summary>
internal sealed record DraftFacts
{
    /// <summary>Normalised address of the lead's contact.</summary>
    public required string ContactEmail { get; init; }

    public required string RepEmail { get; init; }

    /// <summary>Every slot that is free now; empty also when the calendar could not be read.</summary>
    public required IReadOnlyCollection<Slot> FreeSlots { get; init; }

    /// <summary>Hosts that links may lead to, such as <c>www.example.com</c>, or <c>*.example.com</c> for all below it.</summary>
    public required IReadOnlyCollection<string> AllowedLinkHosts { get; init; }

    public required bool IsReply { get; init; }

    /// <summary>Subject of the conversation that a reply continues.</summary>
    public string? ThreadSubject { get; init; }

    /// <summary>What the lead wrote, the name of the form: quoting these word for word is no statement of ours.</summary>
    public IReadOnlyList<string> TheirWords { get; init; } = [];
}
