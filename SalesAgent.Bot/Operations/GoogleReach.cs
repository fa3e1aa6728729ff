using SalesAgent.Core.Connectors.GoogleIdentity;
using SalesAgent.Core.Connectors.GoogleIdentity.SignIn;
using SalesAgent.Core.People;

namespace SalesAgent.Bot.Operations;

/// <summary>Whose Google account can be used for something, as far as is known without asking Google.</summary>
internal sealed class GoogleReach(GoogleSignIn google, RepDirectory reps)
{
    public bool IsConfigured => google.Way is not GoogleWay.None;

    /// <returns>The reps whose account is connected and allows it all, and the others.</returns>
    public async Task<(IReadOnlyList<Rep> Usable, IReadOnlyList<Rep> Others)> OfAsync(
        IReadOnlyCollection<GoogleCapability> capabilities,
        CancellationToken cancellationToken
    )
    {
        var (usable, others) = (new List<Rep>(), new List<Rep>());
        foreach (var rep in reps.All)
            (Allows(await google.ReadAsync(rep.Email, cancellationToken), capabilities) ? usable : others).Add(rep);
        return (usable, others);
    }

    /// <summary>How many reps had connected an account that cannot be used any more.</summary>
    public async Task<int> LapsedAsync(CancellationToken cancellationToken)
    {
        var lapsed = 0;
        foreach (var rep in reps.All)
        {
            if (await google.ReadAsync(rep.Email, cancellationToken) is GoogleAccount.ReconnectNeeded)
                lapsed++;
        }

        return lapsed;
    }

    private static bool Allows(GoogleAccount account, IReadOnlyCollection<GoogleCapability> capabilities) =>
        account switch
        {
            GoogleAccount.Connected connected => capabilities.All(wanted => connected.Scopes.Any(scope => scope.Capability == wanted)),
            GoogleAccount.Delegated or GoogleAccount.ByDevelopmentToken => true,
            _ => false,
        };
}
