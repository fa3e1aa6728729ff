using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json.Nodes;

namespace SalesAgent.Bot.Sandbox.Teams;

/// <summary>The Teams of the sandbox company: one team, its channels, and a personal chat for each person.</summary>
internal sealed class TeamsTenant
{
    private const string Thread = ";messageid=";
    private readonly ConcurrentDictionary<string, TeamsConversation> conversations = new(StringComparer.Ordinal);
    private readonly TimeProvider time;
    private long lastPost;
    private int cards;
    private int cardUpdates;

    public TeamsTenant(IReadOnlyList<SandboxRep> people, TimeProvider time)
    {
        this.time = time;
        People = people;
        Team = new TeamsTeam(
            "19:salesteam0001@thread.tacv2",
            "Sales",
            "7f1c2a34-0000-4000-8000-00000000005a",
            [new TeamsChannel("19:salesteam0001@thread.tacv2", null), new TeamsChannel("19:inboundleads01@thread.tacv2", "Inbound leads")]
        );
        foreach (var channel in Team.Channels)
            conversations[channel.Id] = new TeamsConversation(channel.Id, Team, channel, null);
        foreach (var person in people)
            conversations[PersonalId(person)] = new TeamsConversation(PersonalId(person), null, null, person);
    }

    /// <summary>A message is there, in the moment it comes; whoever posted it has not been answered yet.</summary>
    public event Action<TeamsPost>? Posted;

    public IReadOnlyList<SandboxRep> People { get; }

    public TeamsTeam Team { get; }

    public TeamsChannel General => Team.Channels[0];

    /// <summary>The channel leads are shown in.</summary>
    public TeamsChannel Leads => Team.Channels[1];

    /// <summary>How many cards the bot posted.</summary>
    public int Cards => Volatile.Read(ref cards);

    /// <summary>How often the bot changed a message.</summary>
    public int CardUpdates => Volatile.Read(ref cardUpdates);

    public IEnumerable<TeamsConversation> Conversations => conversations.Values;

    public TeamsConversation Personal(SandboxRep person) => conversations[PersonalId(person)];

    public TeamsConversation In(TeamsChannel channel) => conversations[channel.Id];

    /// <summary>A conversation by its id, with or without a thread; null when it, or the thread's first message, does not exist.</summary>
    public (TeamsConversation Conversation, string? Root)? Find(string id)
    {
        var cut = id.IndexOf(Thread, StringComparison.Ordinal);
        if (cut < 0)
            return conversations.TryGetValue(id, out var plain) ? (plain, null) : null;
        var root = id[(cut + Thread.Length)..];
        return conversations.TryGetValue(id[..cut], out var channel) && channel.IsChannel && channel.Find(root) is not null
            ? (channel, root)
            : null;
    }

    /// <summary>By Teams id, directory object id or user name.</summary>
    public SandboxRep? Person(string id) =>
        People.FirstOrDefault(person =>
            person.TeamsUserId == id
            || person.AadObjectId.Equals(id, StringComparison.OrdinalIgnoreCase)
            || person.Email.Equals(id, StringComparison.OrdinalIgnoreCase)
        );

    /// <summary>Keeps a message. In a channel without a root it starts a thread of its own.</summary>
    public TeamsPost Post(TeamsConversation conversation, string? root, bool fromBot, JsonObject activity)
    {
        var id = NextId();
        var post = new TeamsPost(
            id,
            conversation.IsChannel ? $"{conversation.Id}{Thread}{root ?? id}" : conversation.Id,
            fromBot,
            activity.ToJsonString()
        );
        conversation.Add(post);
        Posted?.Invoke(post);
        if (fromBot && TeamsPost.CardOf(activity) is not null)
            Interlocked.Increment(ref cards);
        return post;
    }

    public void Updated() => Interlocked.Increment(ref cardUpdates);

    /// <summary>A message id: milliseconds of the epoch, never twice the same.</summary>
    public string NextId()
    {
        while (true)
        {
            var before = Interlocked.Read(ref lastPost);
            var next = Math.Max(before + 1, time.GetUtcNow().ToUnixTimeMilliseconds());
            if (Interlocked.CompareExchange(ref lastPost, next, before) == before)
                return next.ToString(CultureInfo.InvariantCulture);
        }
    }

    private static string PersonalId(SandboxRep person) => $"a:1{person.TeamsUserId[3..]}";
}
