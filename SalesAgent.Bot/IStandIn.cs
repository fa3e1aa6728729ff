namespace SalesAgent.Bot;

/// <summary>
/// What takes the vendors' place in Development. The app takes it for them by its settings alone, and ends it with itself.
/// </summary>
internal interface IStandIn : IAsyncDisposable
{
    /// <summary>Starts it, once.</summary>
    /// <param name="configuration">The app's own, as it stands before these settings join it.</param>
    /// <param name="time">The app's clock.</param>
    /// <returns>Every setting the app needs to take it for its vendors.</returns>
    Task<IReadOnlyDictionary<string, string?>> StartAsync(
        IConfiguration configuration,
        TimeProvider time,
        CancellationToken cancellationToken
    );
}
