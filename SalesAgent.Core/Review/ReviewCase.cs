using SalesAgent.Core.Records.Reviews;
using SalesAgent.Core.Records.Runs;
using SalesAgent.Core.Review.Facts;

namespace SalesAgent.Core.Review;

/// <summary>
/// Everything a reviewer is shown about one lead, at one moment. Text from forms, mail and CRM is plain data:
/// whoever renders it neutralises it.
/// </summary>
public sealed record ReviewCase
{
    /// <summary>Opaque; the only name of the review that leaves the process.</summary>
    public required string Ticket { get; init; }

    /// <summary>Of the lead; what to name to whoever looks into it.</summary>
    public required string LeadId { get; init; }

    /// <summary>Of the draft; 0 when there is none. A decision names the version it saw.</summary>
    public required int Version { get; init; }

    /// <summary>Of the draft; empty when there is none.</summary>
    public required string ContentHash { get; init; }

    public required ReviewState State { get; init; }

    /// <summary>Of the review; 0 when there is none. Rises with every change of what is shown.</summary>
    public int Revision { get; init; }

    /// <summary>Something is under way, and another picture follows by itself.</summary>
    public bool InProgress { get; init; }

    /// <summary>With <see cref="ReviewState.Updating"/>: what is being done, for the head of the card; null when it is not known.</summary>
    public string? Progress { get; init; }

    public required ProspectView Prospect { get; init; }

    /// <summary>What HubSpot knows of them beside who they are; null when it could not be read, and for somebody new.</summary>
    public CrmLine? Crm { get; init; }

    /// <summary>What came in about them after the decision, a sentence each.</summary>
    public IReadOnlyList<string> CameLater { get; init; } = [];

    /// <summary>Why this draft exists, a sentence: "Filled in “Request a demo”" or "Alex asked for it".</summary>
    public required string Because { get; init; }

    public required DateTimeOffset ReceivedAt { get; init; }

    /// <summary>Whose lead it is.</summary>
    public required string RepName { get; init; }

    /// <summary>IANA zone for every time on the card.</summary>
    public required string TimeZone { get; init; }

    /// <summary>Null when the run ended before there was one.</summary>
    public DraftView? Draft { get; init; }

    /// <summary>Newest first. Null: could not be read. Empty: read, and nothing found.</summary>
    public IReadOnlyList<MailLine>? Correspondence { get; init; }

    /// <summary>
    /// What <see cref="Correspondence"/> does not hold although it may be there, a part of a sentence: "mail through a list was left out".
    /// Null: it holds all there is of the last year.
    /// </summary>
    public string? MissingMail { get; init; }

    /// <summary>
    /// Times to choose from, those in the draft selected. Null: the calendar could not be read. Empty: read, nothing free.
    /// </summary>
    public IReadOnlyList<TimeChoice>? Times { get; init; }

    /// <summary>
    /// Those of <see cref="Times"/> that the draft offers and that were gone when somebody approved, by id. A click carries what it has
    /// seen.
    /// </summary>
    public IReadOnlyList<string> GoneTimes { get; init; } = [];

    /// <summary>
    /// What could not be held in the calendar or removed from it, a sentence, or null. Among the <see cref="Warnings"/> as long as there is
    /// something to decide.
    /// </summary>
    public string? AboutHolds { get; init; }

    /// <summary>What the draft waits for, and comes by itself; null when it does not wait, or not for long.</summary>
    public WaitingView? Waits { get; init; }

    /// <summary>The lead was given up because nobody outside answered; trying again may work.</summary>
    public bool GivenUp { get; init; }

    /// <summary>The steps in their order.</summary>
    public required IReadOnlyList<StepReport> Steps { get; init; }

    /// <summary>Things to look at before approving, a sentence each.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    public DecisionView? Decision { get; init; }

    /// <summary>Null unless it expired.</summary>
    public ExpiryView? Expired { get; init; }

    /// <summary>Task and note in HubSpot were written, as of now.</summary>
    public bool TaskFiled { get; init; }
}

/// <param name="For">The vendor, by a name for people as it stands within a sentence: "Gmail", "the calendar".</param>
/// <param name="Since">When it was first asked without an answer.</param>
public sealed record WaitingView(string For, DateTimeOffset Since);

/// <param name="HubSpotLink">The contact's record, or null when it is not known.</param>
/// <param name="IsNew">True: HubSpot did not know them. Null: HubSpot could not be read.</param>
public sealed record ProspectView(
    string Email,
    string? Name,
    string? JobTitle,
    string? Company,
    string? Message,
    Uri? HubSpotLink,
    bool? IsNew
);

/// <param name="Links">Where to find it in the mailbox, best first.</param>
/// <param name="IsReply">It continues an earlier conversation.</param>
/// <param name="WrittenBy">By which model, or from the template and why, in sentences; empty when it is not known.</param>
public sealed record DraftView(string To, string Subject, string Body, bool IsReply, string WrittenBy, IReadOnlyList<DraftLink> Links);

public sealed record DraftLink(string Title, Uri Target);

/// <param name="Clock">On the rep's clock, and on the lead's beside it where that is known and another.</param>
/// <param name="Zones">The zones of <paramref name="Clock"/>, named.</param>
public sealed record TimeChoice(string Id, string Clock, string Zones, bool Selected);

/// <param name="Kind">Approved or rejected.</param>
/// <param name="Outcome">What followed, a sentence: "Ready in Gmail, not sent." Null while it is being carried out.</param>
/// <param name="Times">What is to be said of the times of an approved draft, a sentence, or null when they were free.</param>
public sealed record DecisionView(ReviewState Kind, string By, DateTimeOffset At, string? Reason, string? Outcome, string? Times = null);

/// <param name="Sentence">When and why, and what can be done.</param>
/// <param name="Outcome">What followed, a sentence. Null while it is being carried out.</param>
public sealed record ExpiryView(string Sentence, string? Outcome);
