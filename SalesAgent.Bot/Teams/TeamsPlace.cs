using Microsoft.Bot.Builder;
using Microsoft.Bot.Schema;
using Microsoft.Bot.Schema.Teams;
using SalesAgent.Bot.Protocol;

namespace SalesAgent.Bot.Teams;

/// <summary>
/// A conversation that can be written to. Made from admitted activities and from nothing else: its service URL is sent the bot's token, so
/// one from configuration, a CRM or card data must never get in.
/// </summary>
/// <param name="ChosenByPerson">They said so, rather than us taking it from where they installed the app.</param>
internal sealed record TeamsPlace(ConversationReference Reference, bool ChosenByPerson)
{
    private const string ThreadMark = ";messageid=";

    /// <summary>Null only for an unauthenticated turn that named no tenant.</summary>
    public string? TenantId { get; init; }

    public string? TeamId { get; init; }

    /// <summary>The team's group in Entra.</summary>
    public string? AadGroupId { get; init; }

    /// <summary>The channel the activity is about: the one chosen at installation, else the one it came from.</summary>
    public string? TeamsChannelId { get; init; }

    /// <summary>Without the thread of a channel post.</summary>
    public string ConversationId => Bare(IsChannel ? TeamsChannelId ?? Reference.Conversation.Id : Reference.Conversation.Id);

    public bool IsChannel => Reference.Conversation.ConversationType is "channel";

    /// <summary>Where a turn came from.</summary>
    public static TeamsPlace Of(ITurnContext turn)
    {
        if (turn.TurnState.Get<TeamsPlace>() is not { } place)
            turn.TurnState.Add(place = Of(turn.Activity));
        return place;
    }

    private static TeamsPlace Of(Activity activity)
    {
        var teams = activity.GetChannelData<TeamsChannelData>();
        return new TeamsPlace(activity.GetConversationReference(), ChosenByPerson: false)
        {
            TenantId = ActivityTenant.Of(activity, teams),
            TeamId = teams?.Team?.Id,
            AadGroupId = teams?.Team?.AadGroupId,
            TeamsChannelId = teams?.Settings?.SelectedChannel?.Id ?? teams?.Channel?.Id,
        };
    }

    /// <summary>The same with another conversation: a channel's post, or the channel of a post.</summary>
    public TeamsPlace In(string conversationId)
    {
        var now = Reference.Conversation;
        return this with
        {
            Reference = new ConversationReference
            {
                ChannelId = Reference.ChannelId,
                ServiceUrl = Reference.ServiceUrl,
                Bot = Reference.Bot,
                User = Reference.User,
                Conversation = new ConversationAccount(
                    now.IsGroup,
                    now.ConversationType,
                    conversationId,
                    now.Name,
                    now.AadObjectId,
                    now.Role,
                    now.TenantId
                )
                {
                    Properties = now.Properties,
                },
            },
        };
    }

    public static string Bare(string conversationId)
    {
        var thread = conversationId.IndexOf(ThreadMark, StringComparison.Ordinal);
        return thread < 0 ? conversationId : conversationId[..thread];
    }
}
