using System.Globalization;
using SalesAgent.Core.Connectors.HubSpot.Facts;

namespace SalesAgent.Core.Connectors.HubSpot;

/// <summary>HubSpot's id of a contact, as in a webhook's <c>objectId</c>.</summary>
public readonly record struct ContactId(long Value)
{
    public override string ToString() => Value.ToString(CultureInfo.InvariantCulture);
}

/// <summary>A person as HubSpot knows them. Text fields were typed by strangers; null means HubSpot has nothing.</summary>
public sealed record Contact
{
    public required ContactId Id { get; init; }

    public string? Email { get; init; }

    /// <summary>Further addresses of the same person, as HubSpot spells them; null when it has none.</summary>
    public IReadOnlyList<string>? AdditionalEmails { get; init; }

    public string? FirstName { get; init; }

    public string? LastName { get; init; }

    /// <summary>Free text, a label only; <see cref="HubSpotClient.FindCompanyOfContactAsync"/> knows the company.</summary>
    public string? Company { get; init; }

    public string? JobTitle { get; init; }

    public string? Phone { get; init; }

    public OwnerId? OwnerId { get; init; }

    /// <summary>Who else owns the contact, where a portal has several owner properties; null or empty where nobody does.</summary>
    public IReadOnlyList<OwnerId>? FurtherOwners { get; init; }

    /// <summary>As HubSpot spells it (<c>america_slash_new_york</c> or an IANA name); may be unknown to this machine.</summary>
    public string? TimeZone { get; init; }

    /// <summary>"page: form" of the last form that was filled in.</summary>
    public string? RecentConversion { get; init; }

    /// <summary>When that was; null when HubSpot does not say.</summary>
    public DateTimeOffset? RecentConversionAt { get; init; }

    /// <summary>What they wrote in the last form that asked for a message.</summary>
    public string? Message { get; init; }

    /// <summary>Null in records from before this was asked for.</summary>
    public ContactFacts? Facts { get; init; }

    /// <summary>Each associated company once; null when it was not asked for, which is not the same as none.</summary>
    public IReadOnlyList<CompanyId>? CompanyIds { get; init; }
}
