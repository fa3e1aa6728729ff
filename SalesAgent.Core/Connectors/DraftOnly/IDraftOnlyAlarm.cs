namespace SalesAgent.Core.Connectors.DraftOnly;

/// <summary>
/// Told when something in this process tried to make Google do more than draft and hold. The attempt is refused in any case.
/// </summary>
public interface IDraftOnlyAlarm
{
    /// <param name="connector"><c>gmail</c> or <c>calendar</c>.</param>
    /// <param name="method">The HTTP method, or <c>other</c>.</param>
    /// <param name="pathShape">Google's own words of the path, everything else as <c>*</c>: no address, no id.</param>
    /// <param name="cancellationToken">Not the refused caller's.</param>
    Task RaisedAsync(string connector, string method, string pathShape, CancellationToken cancellationToken);
}
