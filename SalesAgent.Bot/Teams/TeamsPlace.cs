using System.Text.Json.Serialization;
using SalesAgent.Bot.Protocol;

namespace SalesAgent.Bot.Teams;

/// <summary>A conversation that can be written to.</summary>
/// <param name="ChosenByPerson">They said so, rather than us taking it from where they installed the app.</param>
internal sealed record TeamsPlace(ConversationReference Reference, bool ChosenByPerson)
{
    private const string ThreadMark = ";messageid=";

    /// <summary>Without the thread of a channel post.</summary>
    [JsonIgnore]
    public string ConversationId => Bare(IsChannel ? Reference.TeamsChannelId ?? Reference.Conversation.Id : Reference.Conversation.Id);

    [JsonIgnore]
    public bool IsChannel => Reference.Conversation.ConversationType is "channel";

    public static string Bare(string conversationId)
    {
        var thread = conversationId.IndexOf(ThreadMark, StringComparison.Ordinal);
        return thread < 0 ? conversationId : conversationId[..thread];
    }
}
