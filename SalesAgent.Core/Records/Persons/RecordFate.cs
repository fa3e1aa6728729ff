using SalesAgent.Core.People;

namespace SalesAgent.Core.Records.Persons;

/// <summary>What became of a record of HubSpot's.</summary>
/// <param name="Key">Of what it is now.</param>
/// <param name="MovedTo">The id of what it is now; null when it is what it was, or when nobody is to know any more.</param>
/// <param name="DeletedAt">When that was put into HubSpot's recycling bin; null when it is not there.</param>
internal sealed record RecordFate(PersonKey Key, long? MovedTo, DateTimeOffset? DeletedAt)
{
    public bool IsUnchanged => MovedTo is null && DeletedAt is null;
}
