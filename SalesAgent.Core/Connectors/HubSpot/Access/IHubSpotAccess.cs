namespace SalesAgent.Core.Connectors.HubSpot.Access;

/// <summary>What a call is let in with: an app's fixed token, or one that is renewed from an OAuth grant.</summary>
internal interface IHubSpotAccess
{
    /// <summary>A token that is good for this call.</summary>
    /// <exception cref="ConnectorException">There is none to be had; the call was not made.</exception>
    ValueTask<string> TokenAsync(OutsideCall call, CancellationToken cancellationToken);

    /// <summary>Another token after a 401; null when there is no reason to believe that another would do better.</summary>
    /// <exception cref="ConnectorException">There is none to be had.</exception>
    ValueTask<string?> ReplacementAsync(OutsideCall call, string refused, CancellationToken cancellationToken);
}
