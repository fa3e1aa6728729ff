using System.Text.Json.Serialization;
using SalesAgent.Core.Connectors.HubSpot;
using SalesAgent.Core.Connectors.HubSpot.Facts;
using SalesAgent.Core.Drafting;
using SalesAgent.Core.Records.Persons;

namespace SalesAgent.Core.Records.Runs;

/// <summary>
/// What a run knows so far. Immutable; each step adds its part. Null means "not known", whether because the step has not
/// run or because it could not look: <see cref="StepReport"/> says which. "Looked and found nothing" is a value of the part itself.
/// </summary>
public sealed record Dossier : IJsonOnDeserialized
{
    private Draft? written;
    private bool isDraftWritten;

    /// <summary>Whose lead it is (<c>Rep.Id</c>).</summary>
    public string? RepId { get; init; }
    public Prospect? Prospect { get; init; }

    /// <summary>As HubSpot has it; null also while nobody has looked (<see cref="ContactWasLookedFor"/>).</summary>
    public Contact? Contact { get; init; }

    /// <summary>HubSpot was asked who has the address, and said.</summary>
    public bool ContactWasLookedFor { get; init; }
    public CrmPicture? Crm { get; init; }
    public Correspondence? Correspondence { get; init; }
    public Availability? Availability { get; init; }
    public WrittenMessage? Message { get; init; }
    public Draft? Draft { get; init; }

    /// <summary>The version that lies in the mailbox: what an edit by hand is recognised against.</summary>
    [JsonIgnore]
    public Draft? WrittenDraft
    {
        get => written;
        init => written = value;
    }

    /// <summary>
    /// Only where it is another than <see cref="Draft"/>: mostly it is the same, and to store its text again with each change is what
    /// weighs most in a run.
    /// </summary>
    [JsonInclude, JsonPropertyName(nameof(WrittenDraft))]
    internal Draft? StoredWrittenDraft
    {
        get => ReferenceEquals(written, Draft) ? null : written;
        set => written = value;
    }

    /// <summary><see cref="WrittenDraft"/> is <see cref="Draft"/>.</summary>
    [JsonInclude, JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    internal bool IsDraftWritten
    {
        get => written is not null && ReferenceEquals(written, Draft);
        set => isDraftWritten = value;
    }

    public MailboxDraft? MailboxDraft { get; init; }
    public TaskId? TaskId { get; init; }
    public NoteId? NoteId { get; init; }

    /// <summary>The <see cref="Joining.LaterSigns.Revision"/> up to which it holds what came in later.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int SignsRead { get; init; }

    /// <summary>Things a reviewer should look at, a sentence each, by the step that found them.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Warnings { get; init; } = new Dictionary<string, IReadOnlyList<string>>();

    /// <summary>Times the rep asked for instead of ours, by <see cref="Slot.Id"/>; null when nobody did.</summary>
    public IReadOnlyList<string>? WantedTimes { get; init; }

    /// <summary>Where the person is, as a zone of this machine; null when that is not known or cannot be read.</summary>
    [JsonIgnore]
    public string? LeadZone => PersonTimeZone.IdOf(Contact?.TimeZone) ?? PersonTimeZone.IdOf(Prospect?.TimeZone);

    /// <summary>What is said of where they are and names no zone; null when it does, or nothing is said.</summary>
    [JsonIgnore]
    public string? UnreadableZone =>
        LeadZone is null ? UntrustedText.Clean(new[] { Contact?.TimeZone, Prospect?.TimeZone }.FirstOrDefault(IsSaid), 40) : null;

    private static bool IsSaid(string? text) => !string.IsNullOrWhiteSpace(text);

    void IJsonOnDeserialized.OnDeserialized()
    {
        if (isDraftWritten)
            written = Draft;
        isDraftWritten = false;
    }

    /// <summary>Back to the version that lies in the mailbox: its text and the times it offers.</summary>
    public Dossier AsWritten() =>
        WrittenDraft is not { } written
            ? this
            : this with
            {
                Draft = written,
                Availability = Availability is null ? null : Availability with { Offered = written.Times },
            };

    public Dossier WithWarnings(string step, IReadOnlyList<string> warnings)
    {
        var all = new Dictionary<string, IReadOnlyList<string>>(Warnings);
        if (warnings.Count > 0)
            all[step] = warnings;
        else
            all.Remove(step);
        return this with { Warnings = all };
    }
}

/// <param name="IsNew">HubSpot did not know the address before us.</param>
/// <param name="Company">Null: looked, and there is none.</param>
public sealed record CrmPicture(ContactId Contact, bool IsNew, CompanyId? Company, string? CompanyName)
{
    /// <summary>Who owns the contact; null when nobody does, and when it could not be read who that is.</summary>
    public string? OwnerName { get; init; }

    /// <summary>Null when they could not be read, or HubSpot counts none.</summary>
    public DealFacts? Deals { get; init; }
}

/// <param name="Lines">Earlier mail with this person, newest first; empty when there was none.</param>
/// <param name="Reply">The conversation a draft should continue, or null to begin one.</param>
public sealed record Correspondence(IReadOnlyList<MailLine> Lines, ReplyTarget? Reply)
{
    /// <summary>Their addresses that were searched for, normalised; null: the lead's own alone, as an earlier release did.</summary>
    public IReadOnlyList<string>? Searched { get; init; }

    /// <summary>Mail that went to many was found and is not among <see cref="Lines"/>.</summary>
    public bool ListMailLeftOut { get; init; }

    /// <summary>There is more mail than was looked at.</summary>
    public bool IsCutOff { get; init; }

    /// <summary>What their mail program says of their absence, since they last wrote; null when it says nothing.</summary>
    public AwayNote? Away { get; init; }
}

/// <param name="At">When it came.</param>
/// <param name="Words">Its first words: data of a stranger.</param>
/// <param name="Until">The last day of it, or the first day back: which of the two is not always said. Null when no day was read.</param>
public sealed record AwayNote(DateTimeOffset At, string Words, DateOnly? Until);

/// <param name="InReplyTo">Message-ID of the mail answered.</param>
/// <param name="References">The chain, oldest first.</param>
public sealed record ReplyTarget(
    string ThreadId,
    string InReplyTo,
    IReadOnlyList<string> References,
    string Subject,
    DateTimeOffset LastMailAt,
    bool LastMailWasTheirs
);

/// <param name="AsOf">When the calendar was read.</param>
/// <param name="Free">All times a rep may pick from.</param>
/// <param name="Offered">Those the draft offers.</param>
public sealed record Availability(DateTimeOffset AsOf, IReadOnlyList<Slot> Free, IReadOnlyList<Slot> Offered)
{
    /// <summary>
    /// The calendar was asked again before the draft was written and did not answer: the times are as of <see cref="AsOf"/>.
    /// </summary>
    public bool CouldNotBeReadAgain { get; init; }

    /// <summary>What these were picked from; not stored, because it is only wanted while the lead is still being looked up.</summary>
    internal FreeSlots? Read { get; init; }
}

/// <summary>Where the draft lies. Gmail's message id is left out on purpose: it changes with every edit.</summary>
/// <param name="Version">Which <see cref="Draft.Version"/> was last written there and read back.</param>
public sealed record MailboxDraft(string DraftId, string ThreadId, int Version);

/// <summary>A draft that may lie in the mailbox of a rep who no longer has the lead.</summary>
/// <param name="RepId">Whose mailbox.</param>
/// <param name="Draft">As it was sent off: what differs from it was changed by somebody, and is left alone.</param>
public sealed record LeftDraft(string RepId, Draft Draft);
