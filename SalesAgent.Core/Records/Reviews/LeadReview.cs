using System.Text.Json.Serialization;
using SalesAgent.Core.Connectors.HubSpot;
using SalesAgent.Core.Records.Runs;
using SalesAgent.Core.Work.Patience;

namespace SalesAgent.Core.Records.Reviews;

/// <summary>The review of one lead: what is shown, where, and what was decided.</summary>
public sealed record LeadReview
{
    /// <summary>Random part of the ticket: card data cannot be guessed from a lead id.</summary>
    public required string Nonce { get; init; }

    public required ReviewState State { get; init; }

    /// <summary>Rises with every change of what is shown.</summary>
    public required int Revision { get; init; }

    /// <summary>The <see cref="Revision"/> that every card was last brought to; 0 before the first.</summary>
    public int ShownRevision { get; init; }

    /// <summary>
    /// The vendor that the draft waits for, by a name for people; null when it does not wait, or not for long. With
    /// <see cref="ReviewState.Failed"/>: there is no draft yet, and it comes by itself.
    /// </summary>
    public string? WaitsFor { get; init; }

    /// <summary>The rep for whom the first of <see cref="Cards"/> was posted; null in records from before this was kept.</summary>
    public string? CardsFor { get; init; }

    /// <summary>Where it is shown; the first is the one posted for the rep.</summary>
    public IReadOnlyList<CardReference> Cards { get; init; } = [];

    /// <summary>A post was begun and its outcome is not known: a copy may stand somewhere without our knowing its id.</summary>
    public bool CopyMayExist { get; init; }

    /// <summary>What a reviewer asked for instead of a decision; taken up by the run and then null again.</summary>
    public ReviewWish? Wish { get; init; }

    /// <summary>What was gone when somebody last approved: marked on the card, so that whoever approves again has seen it.</summary>
    public GoneTimes? Gone { get; init; }

    public Decision? Decision { get; init; }

    /// <summary>When its rep was last reminded of it, or null; one from before the draft as it is does not count.</summary>
    public DateTimeOffset? RemindedAt { get; init; }

    /// <summary>Null unless it has expired.</summary>
    public Expiry? Expiry { get; init; }

    /// <summary>What HubSpot merged the lead's contact into; null when it is what it was.</summary>
    public ContactId? ContactNow { get; init; }

    /// <summary>HubSpot said that it has deleted the contact; null when it has not, as far as we know.</summary>
    public DateTimeOffset? ContactDeletedAt { get; init; }

    /// <summary>What came in about them after the decision, a sentence each; null when nothing did.</summary>
    public IReadOnlyList<string>? CameLater { get; init; }

    /// <summary>What has been done about the decision.</summary>
    public CarryingOut CarriedOut { get; init; } = new();

    /// <summary>What is held in the rep's calendar; null when nothing ever was.</summary>
    public LeadHolds? Holds { get; init; }

    /// <inheritdoc cref="ReviewStates.IsOpen"/>
    [JsonIgnore]
    public bool IsOpen => State.IsOpen();

    /// <inheritdoc cref="ReviewStates.IsClosed"/>
    [JsonIgnore]
    public bool IsClosed => State.IsClosed();
}

/// <param name="Kind">Approved or rejected.</param>
/// <param name="ReasonCode">Of a rejection.</param>
/// <param name="Note">Free text of a rejection.</param>
/// <param name="Times">Of an approval: what had become of the times it offers. Null when it offers none.</param>
/// <param name="Trace">The trace of the click, as W3C <c>traceparent</c>; null when nobody listened.</param>
public sealed record Decision(
    ReviewState Kind,
    string ByRepId,
    string ByName,
    DateTimeOffset At,
    int Version,
    string ContentHash,
    string? ReasonCode,
    string? Note,
    TimesSeen? Times = null,
    string? Trace = null
);

/// <param name="Version">Of the draft that offers them.</param>
/// <param name="Ids">By slot id.</param>
public sealed record GoneTimes(int Version, IReadOnlyList<string> Ids);

/// <summary>Steps after a decision; each is recorded once it is done, so a repeat goes on where it stopped.</summary>
/// <param name="MailOutcome">What is true of the draft now, a sentence on the provider's evidence.</param>
/// <param name="NoteOutcome">Null until the note in HubSpot is settled; then empty, or why there is none.</param>
/// <param name="TaskOutcome">The same for closing the task.</param>
/// <param name="Claim">Who is at it, or null: of many clicks at once, and of deliveries after a pause, one writes to the outside.</param>
public sealed record CarryingOut(
    string? MailOutcome = null,
    string? NoteOutcome = null,
    string? TaskOutcome = null,
    bool NoteIntended = false,
    bool Finished = false,
    LeadClaim? Claim = null
)
{
    /// <summary>The <see cref="MailOutcome"/> after which there is nothing to find in Gmail.</summary>
    internal const string Deleted = "The draft was deleted from Gmail.";

    /// <summary>It waits for a vendor, or null.</summary>
    public Stall? Stalled { get; init; }

    /// <summary>The vendor that the card says it waits for; null as long as that is not worth a word.</summary>
    public string? WaitsFor { get; init; }

    /// <summary>
    /// Parts that were not done and are not tried any more: an operator can have them tried anew. Null when there are none.
    /// </summary>
    public IReadOnlyList<string>? GivenUp { get; init; }

    /// <summary>Why they are not tried any more, for an operator; of each failure its own sentence. Null when there are none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? Refusals { get; init; }

    /// <summary>
    /// The operator's retry (<see cref="Work.WorkItem.Retry"/>) that had the parts tried anew last, so that each retry does it once.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Reopened { get; init; }

    public CarryingOut Without(string part, string because) =>
        this with
        {
            GivenUp = [.. GivenUp ?? [], part],
            Refusals = [.. Refusals ?? [], because],
        };

    /// <summary>For the card: what is true now, or null while it is being found out.</summary>
    [JsonIgnore]
    public string? Sentence =>
        MailOutcome is null && WaitsFor is null
            ? null
            : string.Join(' ', new[] { MailOutcome, NoteOutcome, TaskOutcome, Waiting }.Where(part => part is { Length: > 0 }));

    private string? Waiting => WaitsFor is null ? null : $"Waiting for {WaitsFor}: the rest follows automatically as soon as it answers.";
}

/// <param name="Times">The times the draft shall offer instead, by slot id; null: keep those.</param>
/// <param name="Retry">Run again what is missing.</param>
public sealed record ReviewWish(IReadOnlyList<string>? Times, bool Retry);
