using SalesAgent.Core.Records;

namespace SalesAgent.Bot.Cli;

/// <summary>Looks at a lead until it has come far enough.</summary>
internal static class LeadWatch
{
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(25);

    /// <returns>The state once <paramref name="enough"/> holds, or null when <paramref name="patience"/> ran out.</returns>
    public static async Task<LeadState?> WaitAsync(
        IServiceProvider services,
        LeadId lead,
        Func<LeadState, bool> enough,
        TimeSpan patience,
        CancellationToken cancellationToken
    )
    {
        var records = services.GetRequiredService<LeadRecords>();
        var began = TimeProvider.System.GetTimestamp();
        while (TimeProvider.System.GetElapsedTime(began) < patience)
        {
            if (await records.FindAsync(lead, cancellationToken) is { } state && enough(state))
                return state;
            await Task.Delay(Glance, cancellationToken);
        }

        return null;
    }
}
