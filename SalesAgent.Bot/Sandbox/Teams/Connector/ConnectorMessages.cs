using System.Text.Json.Nodes;
using SalesAgent.Bot.Sandbox.Wire;

namespace SalesAgent.Bot.Sandbox.Teams.Connector;

/// <summary>What the bot may do to conversations: create, post, reply, change, delete.</summary>
internal sealed class ConnectorMessages(TeamsTenant teams, ConnectorWire wire)
{
    // About 100 KB, counted as Teams does: two bytes a UTF-16 unit.
    private const int LargestActivity = 100 * 1024;

    public SandboxAnswer Create(SandboxCall call)
    {
        if (TooBig(call))
            return wire.Failure(413);
        var body = call.Json();
        if (body.Child("bot").Text("id") is { } bot && bot != SandboxCredentials.BotId)
            return ConnectorWire.Error(403, "BotNotInConversationRoster", "The bot is not part of the conversation roster.");
        if (
            (body.Text("tenantId") ?? body.Child("channelData").Child("tenant").Text("id")) is { } tenant
            && tenant != SandboxCredentials.TenantId
        )
        {
            return ConnectorWire.Error(400, "BadArgument", "The tenant of the conversation is not the bot's.");
        }

        return body.Child("channelData").Child("channel").Text("id") is { } channel ? InChannel(call, body, channel) : Personal(call, body);
    }

    public SandboxAnswer Send(SandboxCall call) => With(call, (conversation, root) => Posted(conversation, root, call.Json()));

    // On a bare channel id a reply becomes a post of its own, whatever message it names.
    public SandboxAnswer Reply(SandboxCall call) => Send(call);

    public SandboxAnswer Update(SandboxCall call) =>
        With(
            call,
            (conversation, _) =>
            {
                if (conversation.Find(call.Route("activityId")) is not { FromBot: true } post)
                    return Unknown();
                var activity = call.Json();
                if (Objection(activity) is { } refused)
                    return refused;
                post.Update(activity.ToJsonString());
                teams.Updated();
                return SandboxAnswer.Json(200, new JsonObject { ["id"] = post.Id });
            }
        );

    public SandboxAnswer Delete(SandboxCall call) =>
        With(
            call,
            (conversation, _) =>
                conversation.Find(call.Route("activityId")) is { FromBot: true } post && post.Delete()
                    ? SandboxAnswer.Empty(200)
                    : Unknown()
        );

    private SandboxAnswer InChannel(SandboxCall call, JsonObject body, string channelId)
    {
        if (body.Child("activity") is not { } activity)
            return ConnectorWire.Error(400, "BadSyntax", "Incorrect conversation creation parameters");
        if (teams.Find(channelId) is not { Root: null, Conversation.IsChannel: true } found)
            return wire.Failure(404);
        if (!found.Conversation.Installed)
            return wire.Failure(403);
        if (Objection(activity) is { } refused)
            return refused;
        var post = teams.Post(found.Conversation, null, fromBot: true, activity);
        return SandboxAnswer.Json(
            201,
            new JsonObject
            {
                ["id"] = post.ConversationId,
                ["activityId"] = post.Id,
                ["serviceUrl"] = ServiceUrl(call),
            }
        );
    }

    private SandboxAnswer Personal(SandboxCall call, JsonObject body)
    {
        var members = body.Items("members");
        if (
            members.Count != 1
            || body.Flag("isGroup")
            || members[0].Text("id") is not { Length: > 0 } id
            || (body.Text("tenantId") ?? body.Child("channelData").Child("tenant").Text("id")) is null
        )
        {
            return ConnectorWire.Error(400, "BadSyntax", "Incorrect conversation creation parameters");
        }

        if (id.Contains('@', StringComparison.Ordinal) || teams.Person(id) is not { } person)
            return ConnectorWire.Error(400, "BadArgument", "Bad or unknown user id");
        var conversation = teams.Personal(person);
        if (!conversation.Installed)
            return wire.Failure(403);
        var answer = new JsonObject { ["id"] = conversation.Id, ["serviceUrl"] = ServiceUrl(call) };
        if (body.Child("activity") is { } activity)
        {
            if (Objection(activity) is { } refused)
                return refused;
            answer["activityId"] = teams.Post(conversation, null, fromBot: true, activity).Id;
        }

        return SandboxAnswer.Json(201, answer);
    }

    private SandboxAnswer Posted(TeamsConversation conversation, string? root, JsonObject activity)
    {
        if (Objection(activity) is { } refused)
            return refused;
        if (activity.Text("type") is not "message")
            return SandboxAnswer.Json(201, new JsonObject { ["id"] = teams.NextId() });

        // Text beside a card is cut in two messages, and then Teams names neither.
        if (activity.Text("text") is { Length: > 0 } && activity.Items("attachments").Count > 0)
        {
            var card = (JsonObject)activity.DeepClone();
            card.Remove("text");
            activity.Remove("attachments");
            teams.Post(conversation, root, fromBot: true, activity);
            teams.Post(conversation, root, fromBot: true, card);
            return SandboxAnswer.Empty(202);
        }

        return SandboxAnswer.Json(201, new JsonObject { ["id"] = teams.Post(conversation, root, fromBot: true, activity).Id });
    }

    private SandboxAnswer With(SandboxCall call, Func<TeamsConversation, string?, SandboxAnswer> answer)
    {
        if (TooBig(call))
            return wire.Failure(413);
        if (teams.Find(call.Route("conversationId")) is not { } found)
            return wire.Failure(404);
        return found.Conversation.Installed ? answer(found.Conversation, found.Root) : wire.Failure(403);
    }

    private static SandboxAnswer? Objection(JsonObject activity)
    {
        if (activity.Text("type") is not { Length: > 0 } type)
            return ConnectorWire.Error(400, "BadSyntax", "Activity type is required.");
        if (type != "message")
            return null;
        var attachments = activity.Items("attachments");
        if (attachments.Count == 0 && activity.Text("text") is not { Length: > 0 })
            return ConnectorWire.Error(400, "BadSyntax", "A message needs text or attachments.");
        return
            attachments.Any(one => one.Text("contentType") is not { Length: > 0 })
            || attachments.Any(one =>
                one.Text("contentType") is "application/vnd.microsoft.card.adaptive"
                && one.Child("content").Text("type") is not "AdaptiveCard"
            )
            ? ConnectorWire.Error(400, "BadArgument", "Unknown attachment type")
            : null;
    }

    private static bool TooBig(SandboxCall call) => 2 * System.Text.Encoding.UTF8.GetCharCount(call.Body.Span) > LargestActivity;

    private static SandboxAnswer Unknown() =>
        ConnectorWire.Error(404, "ActivityNotFoundInConversation", "Activity not found in the conversation.");

    private static string ServiceUrl(SandboxCall call) => $"{call.BaseAddress}/teams/{SandboxCredentials.TenantId}/";
}
