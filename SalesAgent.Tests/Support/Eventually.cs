namespace SalesAgent.Tests.Support;

/// <summary>For what happens after an answer was given. Ends when it has happened; only a hang gets to the limit.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(20);

    public static Task<T> FindAsync<T>(Func<T?> look)
        where T : class => FindAsync(() => Task.FromResult(look()));

    /// <summary>The same for a look that takes its time.</summary>
    public static async Task<T> FindAsync<T>(Func<Task<T?>> look)
        where T : class
    {
        for (var waited = TimeSpan.Zero; waited < Patience; waited += Glance)
        {
            if (await look() is { } found)
                return found;
            await Task.Delay(Glance);
        }

        throw new TimeoutException("It did not come about.");
    }
}
