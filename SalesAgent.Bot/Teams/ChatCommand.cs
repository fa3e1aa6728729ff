namespace SalesAgent.Bot.Teams;

/// <param name="Name">What one types.</param>
/// <param name="Usage">With its arguments.</param>
internal sealed record ChatCommand(string Name, string Usage, string Description)
{
    public bool TakesAnAddress => Usage.Length > Name.Length;
}
