using System.Collections.Immutable;
using System.Text.Json.Nodes;
using SalesAgent.Bot.Sandbox.Wire;

namespace SalesAgent.Bot.Sandbox.Teams;

/// <summary>A message in a conversation with everything it ever said.</summary>
internal sealed class TeamsPost(string id, string conversationId, bool fromBot, string activity)
{
    private const string AdaptiveCard = "application/vnd.microsoft.card.adaptive";
    private readonly Lock gate = new();
    private ImmutableArray<string> versions = [activity];
    private ImmutableDictionary<string, string> views = ImmutableDictionary<string, string>.Empty;
    private volatile bool deleted;

    public string Id => id;

    /// <summary>With <c>;messageid=</c> in a channel: the address of its thread.</summary>
    public string ConversationId => conversationId;

    public bool FromBot => fromBot;

    public bool Deleted => deleted;

    /// <summary>The activities, the first post first and then one for each update.</summary>
    public ImmutableArray<string> Versions
    {
        get
        {
            lock (gate)
                return versions;
        }
    }

    public JsonObject Activity => (JsonObject)JsonNode.Parse(Versions[^1])!;

    public string? Text => Activity.Text("text");

    public bool IsCard => CardOf(Activity) is not null;

    /// <summary>The card everybody sees now; null for a message without one.</summary>
    public JsonObject? Card => CardOf(Activity);

    /// <summary>The cards everybody saw, oldest first.</summary>
    public IReadOnlyList<JsonObject> Cards =>
        [.. Versions.Select(version => CardOf((JsonObject)JsonNode.Parse(version)!)).OfType<JsonObject>()];

    /// <summary>What one person sees: their own answer to a click until the message is updated for all.</summary>
    public JsonObject? CardFor(string teamsUserId)
    {
        lock (gate)
        {
            if (views.TryGetValue(teamsUserId, out var own))
                return (JsonObject)JsonNode.Parse(own)!;
        }

        return Card;
    }

    public void Show(string teamsUserId, JsonObject card)
    {
        lock (gate)
            views = views.SetItem(teamsUserId, card.ToJsonString());
    }

    public void Update(string next)
    {
        lock (gate)
        {
            versions = versions.Add(next);
            views = views.Clear();
        }
    }

    public bool Delete()
    {
        lock (gate)
        {
            if (deleted)
                return false;
            return deleted = true;
        }
    }

    public static JsonObject? CardOf(JsonObject activity) =>
        activity.Items("attachments").FirstOrDefault(attachment => attachment.Text("contentType") is AdaptiveCard).Child("content");
}
