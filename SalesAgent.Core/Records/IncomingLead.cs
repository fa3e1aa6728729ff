using System.Text.Json.Serialization;

namespace SalesAgent.Core.Records;

/// <summary>
/// What a webhook or a rep says about a lead, in our words and not yet stored. Either <see cref="ContactId"/> or
/// <see cref="Email"/> is there; every text is as untrusted as the day it was typed.
/// </summary>
public sealed record IncomingLead
{
    public required LeadSource Source { get; init; }

    /// <summary>Same for every delivery of the same event: the key under which a repeat is recognised.</summary>
    public required string EventKey { get; init; }

    /// <summary>When it happened, on the sender's clock.</summary>
    public required DateTimeOffset OccurredAt { get; init; }

    /// <summary>HubSpot portal, 0 when the lead did not come from HubSpot.</summary>
    public long PortalId { get; init; }

    /// <summary>HubSpot contact id, decimal digits; null when not told.</summary>
    public string? ContactId { get; init; }

    public string? Email { get; init; }
    public string? FirstName { get; init; }
    public string? LastName { get; init; }
    public string? Company { get; init; }
    public string? JobTitle { get; init; }
    public string? Phone { get; init; }

    /// <summary>What the person wrote in the form.</summary>
    public string? Message { get; init; }

    /// <summary>The form or page it came from, as a person would call it.</summary>
    public string? FormName { get; init; }

    /// <summary>Where the person is: an IANA zone of this machine, or what was said instead of one. Null when nothing was.</summary>
    public string? TimeZone { get; init; }

    /// <summary>The rep who asked for it (<see cref="LeadSource.Chat"/>), by <c>Rep.Id</c>.</summary>
    public string? RequestedBy { get; init; }

    /// <summary>A meeting page brought it: they have just booked.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool BookedMeeting { get; init; }

    /// <summary>The <see cref="Joining.LaterSigns.Revision"/> with which it joined a lead; 0 for what began one.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int Joined { get; init; }

    /// <summary>It says who, and nothing of what they said: that stands in HubSpot's record.</summary>
    [JsonIgnore]
    public bool IsPointer =>
        this
            is {
                ContactId: not null,
                RequestedBy: null,
                Message: null,
                FormName: null,
                FirstName: null,
                LastName: null,
                Company: null,
                JobTitle: null,
                Phone: null
            };

    /// <summary>A rep who typed it waits in the chat; whoever filled in a form has gone on.</summary>
    [JsonIgnore]
    public bool IsUrgent => Source is LeadSource.Chat;
}
