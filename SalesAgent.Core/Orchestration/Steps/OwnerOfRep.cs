using System.Globalization;
using SalesAgent.Core.Connectors.HubSpot;
using SalesAgent.Core.People;

namespace SalesAgent.Core.Orchestration.Steps;

internal static class OwnerOfRep
{
    /// <summary>The rep as HubSpot's owner, or null when the directory names none.</summary>
    public static OwnerId? OwnerId(this Rep rep) =>
        long.TryParse(rep.HubSpotOwnerId, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? new OwnerId(id) : null;
}
