namespace SalesAgent.Core.Connectors.Gmail;

/// <summary>Told when something in this process tried to make Gmail do more than draft. The attempt is refused in any case.</summary>
public interface IDraftOnlyAlarm
{
    /// <param name="method">The HTTP method, or <c>other</c>.</param>
    /// <param name="pathShape">Google's own words of the path, everything else as <c>*</c>: no address, no id.</param>
    /// <param name="cancellationToken">Not the refused caller's.</param>
    Task RaisedAsync(string method, string pathShape, CancellationToken cancellationToken);
}
