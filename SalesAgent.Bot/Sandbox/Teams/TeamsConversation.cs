using System.Collections.Concurrent;

namespace SalesAgent.Bot.Sandbox.Teams;

/// <summary>A channel (with all its threads) or a personal chat.</summary>
internal sealed class TeamsConversation(string id, TeamsTeam? team, TeamsChannel? channel, SandboxRep? person)
{
    private readonly ConcurrentDictionary<string, TeamsPost> posts = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<TeamsPost> order = new();
    private volatile bool installed;

    public string Id => id;

    public TeamsTeam? Team => team;

    public TeamsChannel? Channel => channel;

    /// <summary>The one person of a personal chat.</summary>
    public SandboxRep? Person => person;

    public bool IsChannel => channel is not null;

    /// <summary>Whether the bot is in the roster: by the team's installation, or the person's own.</summary>
    public bool Installed
    {
        get => team?.Installed ?? installed;
        set
        {
            if (team is not null)
                team.Installed = value;
            else
                installed = value;
        }
    }

    /// <summary>Every message, oldest first, deleted ones left out.</summary>
    public IReadOnlyList<TeamsPost> Posts => [.. order.Where(post => !post.Deleted)];

    public IReadOnlyList<TeamsPost> Cards => [.. Posts.Where(post => post.FromBot && post.IsCard)];

    /// <summary>Null when there is no such message, or none any more.</summary>
    public TeamsPost? Find(string postId) => posts.TryGetValue(postId, out var post) && !post.Deleted ? post : null;

    public void Add(TeamsPost post)
    {
        posts[post.Id] = post;
        order.Enqueue(post);
    }
}
