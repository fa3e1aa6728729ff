using SalesAgent.Core.Connectors.GoogleIdentity.SignIn;
using SalesAgent.Core.People;

namespace SalesAgent.Bot.Operations;

/// <summary>
/// What reps granted beyond what is needed. Whoever asks often, as a load balancer does, gets an answer of the last ten minutes.
/// </summary>
internal sealed class GrantedScopes(GoogleSignIn google, RepDirectory reps, TimeProvider time)
{
    private static readonly TimeSpan KeptFor = TimeSpan.FromMinutes(10);

    private volatile Answer? kept;

    /// <returns>Short names, each once.</returns>
    public async Task<IReadOnlyList<string>> UnneededAsync(CancellationToken cancellationToken)
    {
        if (kept is { } last && time.GetElapsedTime(last.At) < KeptFor)
            return last.Scopes;

        var found = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var rep in reps.All)
        {
            if (await google.ReadAsync(rep.Email, cancellationToken) is GoogleAccount.Connected connected)
                found.UnionWith(connected.Unneeded);
        }

        kept = new Answer(time.GetTimestamp(), [.. found]);
        return kept.Scopes;
    }

    private sealed record Answer(long At, IReadOnlyList<string> Scopes);
}
