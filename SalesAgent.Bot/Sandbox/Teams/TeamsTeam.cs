namespace SalesAgent.Bot.Sandbox.Teams;

/// <summary>A team with its channels; the bot may post once its app is installed there.</summary>
internal sealed class TeamsTeam(string id, string name, string aadGroupId, IReadOnlyList<TeamsChannel> channels)
{
    private volatile bool installed;

    public string Id => id;

    public string Name => name;

    public string AadGroupId => aadGroupId;

    public IReadOnlyList<TeamsChannel> Channels => channels;

    public bool Installed
    {
        get => installed;
        set => installed = value;
    }
}
