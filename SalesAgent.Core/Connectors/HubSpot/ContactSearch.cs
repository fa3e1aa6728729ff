namespace SalesAgent.Core.Connectors.HubSpot;

/// <summary>What HubSpot knows under an e-mail address.</summary>
public abstract record ContactSearch
{
    private ContactSearch() { }

    public sealed record Found(Contact Contact) : ContactSearch;

    /// <summary>Looked in the records and in the secondary addresses: nobody.</summary>
    public sealed record NotFound : ContactSearch;

    /// <summary>Several contacts carry the address. A person has to choose.</summary>
    public sealed record Ambiguous(IReadOnlyList<Contact> Candidates) : ContactSearch;
}
