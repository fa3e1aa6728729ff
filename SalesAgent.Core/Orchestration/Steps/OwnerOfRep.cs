using System.Globalization;
using SalesAgent.Core.Connectors;
using SalesAgent.Core.Connectors.HubSpot;
using SalesAgent.Core.People;

namespace SalesAgent.Core.Orchestration.Steps;

internal static class OwnerOfRep
{
    /// <summary>
    /// The rep as HubSpot's owner: as the directory says, else the owner with the rep's address. Null when there is none, or when HubSpot
    /// does not let us read owners: an entry that nobody owns is better than no entry.
    /// </summary>
    /// <exception cref="ConnectorException">It may be known later: an entry that nobody owns would stay so.</exception>
    public static async Task<OwnerId?> OwnerOfAsync(this HubSpotClient hubSpot, Rep rep, CancellationToken cancellationToken)
    {
        if (long.TryParse(rep.HubSpotOwnerId, NumberStyles.None, CultureInfo.InvariantCulture, out var id)) return new OwnerId(id);

        try
        {
            return (await hubSpot.FindOwnerAsync(rep.Email, cancellationToken))?.Id;
        }
        catch (ConnectorException failure) when (!failure.Kind.MayPass())
        {
            return null;
        }
    }
}
