namespace SalesAgent.Bot.Teams;

/// <param name="Name">What one types.</param>
/// <param name="Usage">With an example of its argument: angle brackets come out garbled in code.</param>
internal sealed record ChatCommand(string Name, string Usage, string Description)
{
    public bool TakesAnAddress => Usage.Length > Name.Length;
}
