namespace SalesAgent.Bot.Teams;

/// <param name="Name">What one types.</param>
/// <param name="ForManagers">Not offered to others, nor in Teams' own menu, which is for everybody and has room for ten.</param>
/// <param name="Usage">With an example of its argument: angle brackets come out garbled in code.</param>
internal sealed record ChatCommand(string Name, string Usage, string Description, bool ForManagers = false)
{
    public bool TakesAnAddress => Usage.Length > Name.Length;
}
