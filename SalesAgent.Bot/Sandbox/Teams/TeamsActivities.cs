using System.Globalization;
using System.Text.Json.Nodes;

namespace SalesAgent.Bot.Sandbox.Teams;

/// <summary>Builds activities the way Teams does for one person in one conversation.</summary>
internal sealed class TeamsActivities(SandboxRep person, TeamsConversation conversation, string serviceUrl, TimeProvider time)
{
    /// <summary>A typed message; in a channel the bot is mentioned, or it would not hear it.</summary>
    public JsonObject Message(string id, string conversationId, string text)
    {
        var activity = Start("message", id, conversationId);
        var said = conversation.IsChannel ? $"<at>{SandboxCredentials.BotName}</at> {text}" : text;
        activity["text"] = said;
        activity["textFormat"] = "plain";
        activity["attachments"] = new JsonArray(
            new JsonObject
            {
                ["contentType"] = "text/html",
                ["content"] = conversation.IsChannel
                    ? $"<div><div><span itemscope=\"\" itemtype=\"http://schema.skype.com/Mention\" itemid=\"0\">{SandboxCredentials.BotName}</span> {System.Net.WebUtility.HtmlEncode(text)}</div></div>"
                    : $"<p>{System.Net.WebUtility.HtmlEncode(text)}</p>",
            }
        );
        if (conversation.IsChannel)
        {
            ((JsonArray)activity["entities"]!).Add(
                (JsonNode)
                    new JsonObject
                    {
                        ["type"] = "mention",
                        ["mentioned"] = Bot(),
                        ["text"] = $"<at>{SandboxCredentials.BotName}</at>",
                    }
            );
        }

        return activity;
    }

    /// <summary>A press on <c>Action.Submit</c>: a message with a value and no text.</summary>
    public JsonObject Submit(string id, TeamsPost card, JsonNode? value)
    {
        var activity = Start("message", id, card.ConversationId);
        activity["replyToId"] = card.Id;
        activity["value"] = value;
        return activity;
    }

    /// <summary>A press on <c>Action.Execute</c>, or the refresh of a card that came into view.</summary>
    public JsonObject Execute(TeamsPost card, JsonObject action, JsonNode? data, string trigger)
    {
        var told = new JsonObject { ["type"] = "Action.Execute" };
        foreach (var name in new[] { "id", "title", "verb" })
        {
            if (action[name] is { } value)
                told[name] = value.DeepClone();
        }

        told["data"] = data;
        var activity = Start("invoke", $"f:{Guid.CreateVersion7(time.GetUtcNow())}", card.ConversationId);
        activity["name"] = "adaptiveCard/action";
        activity["replyToId"] = card.Id;
        activity["value"] = new JsonObject { ["action"] = told, ["trigger"] = trigger };
        ((JsonObject)activity["channelData"]!)["source"] = new JsonObject { ["name"] = "message" };
        return activity;
    }

    /// <param name="action"><c>add</c> or <c>remove</c>.</param>
    public JsonObject InstallationUpdate(string action)
    {
        var activity = Start("installationUpdate", $"f:{Guid.CreateVersion7(time.GetUtcNow())}", conversation.Id);
        activity["action"] = action;
        if (conversation.IsChannel)
        {
            ((JsonObject)activity["channelData"]!)["settings"] = new JsonObject
            {
                ["selectedChannel"] = new JsonObject { ["id"] = conversation.Id },
            };
        }

        return activity;
    }

    /// <summary>The bot came into (or left) the roster.</summary>
    public JsonObject ConversationUpdate(bool added)
    {
        var activity = Start("conversationUpdate", $"f:{Guid.CreateVersion7(time.GetUtcNow())}", conversation.Id);
        activity[added ? "membersAdded" : "membersRemoved"] = new JsonArray(new JsonObject { ["id"] = SandboxCredentials.BotId });
        if (conversation.IsChannel)
            ((JsonObject)activity["channelData"]!)["eventType"] = added ? "teamMemberAdded" : "teamMemberRemoved";
        return activity;
    }

    private static JsonObject Bot() => new() { ["id"] = SandboxCredentials.BotId, ["name"] = SandboxCredentials.BotName };

    private JsonObject Start(string type, string id, string conversationId)
    {
        var now = time.GetUtcNow();
        var local = TimeZoneInfo.ConvertTime(now, TimeZoneInfo.FindSystemTimeZoneById(person.TimeZone));
        var where = new JsonObject
        {
            ["conversationType"] = conversation.IsChannel ? "channel" : "personal",
            ["tenantId"] = SandboxCredentials.TenantId,
            ["id"] = conversationId,
        };
        if (conversation.IsChannel)
            where["isGroup"] = true;
        var channelData = new JsonObject { ["tenant"] = new JsonObject { ["id"] = SandboxCredentials.TenantId } };
        if (conversation is { Team: { } team, Channel: { } channel })
        {
            channelData["teamsChannelId"] = channel.Id;
            channelData["teamsTeamId"] = team.Id;
            channelData["channel"] = new JsonObject { ["id"] = channel.Id };
            channelData["team"] = new JsonObject
            {
                ["id"] = team.Id,
                ["name"] = team.Name,
                ["aadGroupId"] = team.AadGroupId,
            };
        }

        return new JsonObject
        {
            ["type"] = type,
            ["id"] = id,
            ["timestamp"] = now.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture),
            ["localTimestamp"] = local.ToString("yyyy-MM-dd'T'HH:mm:ss.fffzzz", CultureInfo.InvariantCulture),
            ["localTimezone"] = person.TimeZone,
            ["serviceUrl"] = serviceUrl,
            ["channelId"] = "msteams",
            ["from"] = new JsonObject
            {
                ["id"] = person.TeamsUserId,
                ["name"] = person.Name,
                ["aadObjectId"] = person.AadObjectId,
            },
            ["conversation"] = where,
            ["recipient"] = Bot(),
            ["entities"] = new JsonArray(
                new JsonObject
                {
                    ["locale"] = "en-US",
                    ["country"] = "US",
                    ["platform"] = "Windows",
                    ["timezone"] = person.TimeZone,
                    ["type"] = "clientInfo",
                }
            ),
            ["channelData"] = channelData,
            ["locale"] = "en-US",
        };
    }
}
