using SalesAgent.Bot.Sandbox.Login;

namespace SalesAgent.Bot.Sandbox.Teams;

/// <summary>The Teams side that acts: people who type, click and install.</summary>
internal sealed class SandboxTeams(TeamsTenant teams, SandboxKeys keys, HttpClient http, string serviceUrl, TimeProvider time)
{
    private readonly Lock gate = new();
    private (string Token, string KeyId, DateTimeOffset Until) kept;

    /// <summary>The address the bot is told to answer to, with its trailing slash.</summary>
    public string ServiceUrl => serviceUrl;

    public TeamsTenant Tenant => teams;

    public SandboxTeamsUser As(SandboxRep person) =>
        new(person, teams, (who, where) => new SandboxTeamsPlace(who, where, teams, Token, http, serviceUrl, time));

    /// <summary>What the connector sends with an activity, for whoever posts one that no client would.</summary>
    public string ConnectorToken => Token();

    /// <summary>Installs the app in the team (leads channel chosen) and for every person.</summary>
    public async Task InstallEverywhereAsync(Uri botEndpoint, CancellationToken cancellationToken = default)
    {
        await As(teams.People[0]).InChannel(teams.Leads).InstallAsync(botEndpoint, cancellationToken);
        foreach (var person in teams.People)
            await As(person).Personal.InstallAsync(botEndpoint, cancellationToken);
    }

    // Signing costs more than everything else about a click, so a token is used for a while, as the connector does.
    private string Token()
    {
        lock (gate)
        {
            var now = time.GetUtcNow();
            if (kept.Until <= now || kept.KeyId != keys.Current.KeyId)
                kept = (keys.ForBot(serviceUrl), keys.Current.KeyId, now.AddMinutes(30));
            return kept.Token;
        }
    }
}
