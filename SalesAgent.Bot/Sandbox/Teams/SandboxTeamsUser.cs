namespace SalesAgent.Bot.Sandbox.Teams;

/// <summary>One person at their Teams client.</summary>
internal sealed class SandboxTeamsUser(SandboxRep person, TeamsTenant teams, Func<SandboxRep, TeamsConversation, SandboxTeamsPlace> open)
{
    public SandboxRep Person => person;

    /// <summary>Their chat with the bot.</summary>
    public SandboxTeamsPlace Personal => open(person, teams.Personal(person));

    public SandboxTeamsPlace InChannel(TeamsChannel channel) => open(person, teams.In(channel));

    /// <summary>Where a message of the bot stands.</summary>
    public SandboxTeamsPlace At(TeamsPost post) =>
        teams.Find(post.ConversationId) is { } found
            ? open(person, found.Conversation)
            : throw new ArgumentException("The message is in no conversation of this tenant.", nameof(post));
}
