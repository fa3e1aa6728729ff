using Microsoft.Bot.Builder.Integration.AspNet.Core;
using Microsoft.Bot.Connector;
using Microsoft.Bot.Schema;
using Microsoft.Bot.Schema.Teams;
using Microsoft.Extensions.Options;
using SalesAgent.Bot.Protocol;

namespace SalesAgent.Bot.Teams;

/// <summary>What the bot writes of its own accord, in a turn that it begins itself.</summary>
/// <remarks>
/// Within the turn it is the connector that is spoken to. The turn has a made-up activity, so a message sent through it would be a reply to
/// nothing; and the SDK's way to create a conversation makes up the id of the first message where the channel tells none.
/// </remarks>
internal sealed class TeamsPosts(CloudAdapter adapter, ServiceUrls urls, IOptions<BotOptions> bot)
{
    /// <summary>Sends to the end of the conversation; to a bare channel id that is a new post.</summary>
    /// <returns>The message's id, needed to update it later; null when the channel does not say.</returns>
    /// <exception cref="ConnectorFailureException"/>
    public async Task<string?> SendAsync(ConversationReference to, Activity activity, CancellationToken cancellationToken) =>
        IdOrNull(
            (
                await InTurnAsync(
                    to,
                    to.Conversation.Id,
                    (conversations, ct) => conversations.SendToConversationAsync(to.Conversation.Id, activity, ct),
                    cancellationToken
                )
            )?.Id
        );

    /// <summary>Puts <paramref name="activity"/> in the place of one the bot sent before.</summary>
    /// <exception cref="ConnectorFailureException"/>
    public Task UpdateAsync(ConversationReference at, string activityId, Activity activity, CancellationToken cancellationToken) =>
        InTurnAsync(
            at,
            at.Conversation.Id,
            (conversations, ct) => conversations.UpdateActivityAsync(at.Conversation.Id, activityId, activity, ct),
            cancellationToken
        );

    /// <summary>
    /// Starts a new post in a channel of a team the bot is installed in. Teams does not create one without its first message.
    /// </summary>
    /// <returns>The post's conversation, where replies go to, and the id of its first message; null when the channel does not
    /// say.</returns>
    /// <exception cref="ConnectorFailureException"/>
    public async Task<(string Id, string? ActivityId)> PostAsync(TeamsPlace channel, Activity activity, CancellationToken cancellationToken)
    {
        var tenant = channel.TenantId ?? "";
        var parameters = new ConversationParameters
        {
            IsGroup = true,
            TenantId = tenant,
            // Only its id: what else an inbound activity said about the bot is not ours to repeat.
            Bot = new ChannelAccount(channel.Reference.Bot?.Id),
            ChannelData = new TeamsChannelData { Channel = new ChannelInfo(channel.ConversationId), Tenant = new TenantInfo(tenant) },
            Activity = activity,
        };
        var created = await InTurnAsync(
            channel.Reference,
            channel.ConversationId,
            (conversations, ct) => conversations.CreateConversationAsync(parameters, ct),
            cancellationToken
        );
        // It was created, but an answer that does not say where is no use: it must not be created again either.
        return created is { Id.Length: > 0 }
            ? (created.Id, IdOrNull(created.ActivityId))
            : throw new ConnectorFailureException(ConnectorFailure.OutcomeUnknown, "Creating a conversation");
    }

    /// <summary>
    /// Speaks to the service URL the conversation was heard from last. One that does not know the conversation any more, or that nobody
    /// answers at, has carried nothing out: then the others that are known are tried.
    /// </summary>
    private async Task<T?> InTurnAsync<T>(
        ConversationReference stored,
        string conversationId,
        Func<IConversations, CancellationToken, Task<T>> call,
        CancellationToken cancellationToken
    )
        where T : class
    {
        var known = await urls.ForAsync(stored, conversationId, cancellationToken);
        for (var tried = 0; ; tried++)
        {
            try
            {
                var answer = await OnceAsync(At(stored, known[tried]), call, cancellationToken);
                if (tried > 0)
                    await urls.LearnAsync(conversationId, known[tried], cancellationToken);
                return answer;
            }
            catch (ConnectorFailureException failure) when (tried + 1 < known.Count && MayHaveMoved(failure.Kind))
            {
                // The next one.
            }
        }
    }

    private static bool MayHaveMoved(ConnectorFailure kind) =>
        kind
            is ConnectorFailure.NotFound
                or ConnectorFailure.NotInRoster
                or ConnectorFailure.WrongHost
                or ConnectorFailure.Transient
                or ConnectorFailure.UntrustedServiceUrl;

    private async Task<T?> OnceAsync<T>(
        ConversationReference reference,
        Func<IConversations, CancellationToken, Task<T>> call,
        CancellationToken cancellationToken
    )
        where T : class
    {
        T? answer = null;
        await adapter.ContinueConversationAsync(
            bot.Value.MicrosoftAppId,
            reference,
            async (turn, ct) => answer = await call(turn.TurnState.Get<IConnectorClient>().Conversations, ct),
            cancellationToken
        );
        return answer;
    }

    private static ConversationReference At(ConversationReference stored, string serviceUrl) =>
        serviceUrl == stored.ServiceUrl
            ? stored
            : new ConversationReference
            {
                ChannelId = stored.ChannelId,
                ServiceUrl = serviceUrl,
                Bot = stored.Bot,
                User = stored.User,
                Conversation = stored.Conversation,
            };

    private static string? IdOrNull(string? id) => string.IsNullOrEmpty(id) ? null : id;
}
