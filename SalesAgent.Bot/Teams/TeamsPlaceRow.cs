using System.Buffers;
using System.Text;
using System.Text.Json;
using Microsoft.Bot.Schema;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace SalesAgent.Bot.Teams;

/// <summary>
/// A place as it is stored. The shape is older than the SDK here and wider than the SDK's reference: without tenant and channel an instance
/// of the release before, on the same storage, would post to channels of no tenant.
/// </summary>
/// <remarks>By hand, since one is written for every click, and the SDK's serialiser takes ten times as long.</remarks>
internal static class TeamsPlaceRow
{
    public static string Write(TeamsPlace place) =>
        Written(writer =>
        {
            writer.WritePropertyName("reference");
            WriteRoute(writer, place, place.Reference.User);
            writer.WriteBoolean("chosenByPerson", place.ChosenByPerson);
        });

    public static TeamsPlace Read(string row)
    {
        using var json = JsonDocument.Parse(row);
        var route = json.RootElement.GetProperty("reference");
        return new TeamsPlace(Reference(route), json.RootElement.TryGetProperty("chosenByPerson", out var chosen) && chosen.GetBoolean())
        {
            TenantId = Text(route, "tenantId"),
            TeamId = Text(route, "teamId"),
            AadGroupId = Text(route, "aadGroupId"),
            TeamsChannelId = Text(route, "teamsChannelId"),
        };
    }

    /// <summary>The way to a card: who asked for it or clicked on it is nobody's business later.</summary>
    public static string WriteRoute(TeamsPlace place) => Written(writer => WriteMembers(writer, place, user: null));

    public static ConversationReference ReadRoute(string row)
    {
        using var json = JsonDocument.Parse(row);
        return Reference(json.RootElement);
    }

    private static string Written(Action<Utf8JsonWriter> members)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            members(writer);
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static void WriteRoute(Utf8JsonWriter writer, TeamsPlace place, ChannelAccount? user)
    {
        writer.WriteStartObject();
        WriteMembers(writer, place, user);
        writer.WriteEndObject();
    }

    private static void WriteMembers(Utf8JsonWriter writer, TeamsPlace place, ChannelAccount? user)
    {
        var reference = place.Reference;
        WriteText(writer, "channelId", reference.ChannelId);
        WriteText(writer, "serviceUrl", reference.ServiceUrl);
        WriteText(writer, "tenantId", place.TenantId);
        WriteAccount(writer, "bot", reference.Bot ?? new ChannelAccount());
        if (user is not null)
            WriteAccount(writer, "user", user);
        WriteConversation(writer, reference.Conversation);
        WriteText(writer, "teamId", place.TeamId);
        WriteText(writer, "aadGroupId", place.AadGroupId);
        WriteText(writer, "teamsChannelId", place.TeamsChannelId);
    }

    private static void WriteAccount(Utf8JsonWriter writer, string name, ChannelAccount account)
    {
        writer.WriteStartObject(name);
        WriteText(writer, "id", account.Id);
        WriteText(writer, "name", account.Name);
        WriteText(writer, "aadObjectId", account.AadObjectId);
        WriteText(writer, "role", account.Role);
        WriteOthers(writer, account.Properties);
        writer.WriteEndObject();
    }

    private static void WriteConversation(Utf8JsonWriter writer, ConversationAccount conversation)
    {
        writer.WriteStartObject("conversation");
        WriteText(writer, "id", conversation.Id);
        WriteText(writer, "name", conversation.Name);
        WriteText(writer, "conversationType", conversation.ConversationType);
        WriteText(writer, "tenantId", conversation.TenantId);
        if (conversation.IsGroup is { } group)
            writer.WriteBoolean("isGroup", group);
        WriteText(writer, "aadObjectId", conversation.AadObjectId);
        WriteText(writer, "role", conversation.Role);
        WriteOthers(writer, conversation.Properties);
        writer.WriteEndObject();
    }

    private static void WriteText(Utf8JsonWriter writer, string name, string? text)
    {
        if (text is not null)
            writer.WriteString(name, text);
    }

    private static void WriteOthers(Utf8JsonWriter writer, JObject? others)
    {
        foreach (var other in others?.Properties() ?? [])
        {
            writer.WritePropertyName(other.Name);
            writer.WriteRawValue(other.Value.ToString(Formatting.None));
        }
    }

    private static ConversationReference Reference(JsonElement route) =>
        new()
        {
            ChannelId = Text(route, "channelId"),
            ServiceUrl = Text(route, "serviceUrl"),
            Bot = Account(route, "bot"),
            User = Account(route, "user"),
            Conversation = Conversation(route.GetProperty("conversation")),
        };

    private static ChannelAccount? Account(JsonElement route, string name) =>
        route.TryGetProperty(name, out var account) && account.ValueKind is JsonValueKind.Object
            ? new ChannelAccount(Text(account, "id"), Text(account, "name"), Text(account, "role"), Text(account, "aadObjectId"))
            {
                Properties = Others(account, "id", "name", "role", "aadObjectId"),
            }
            : null;

    private static ConversationAccount Conversation(JsonElement conversation) =>
        new()
        {
            Id = Text(conversation, "id"),
            Name = Text(conversation, "name"),
            ConversationType = Text(conversation, "conversationType"),
            TenantId = Text(conversation, "tenantId"),
            IsGroup =
                conversation.TryGetProperty("isGroup", out var group) && group.ValueKind is not JsonValueKind.Null
                    ? group.GetBoolean()
                    : null,
            AadObjectId = Text(conversation, "aadObjectId"),
            Role = Text(conversation, "role"),
            Properties = Others(conversation, "id", "name", "conversationType", "tenantId", "isGroup", "aadObjectId", "role"),
        };

    private static string? Text(JsonElement holder, string name) => holder.TryGetProperty(name, out var text) ? text.GetString() : null;

    /// <summary>A text that looks like a date stays one.</summary>
    private static JToken AsItIs(JsonElement value)
    {
        using var reader = new JsonTextReader(new StringReader(value.GetRawText())) { DateParseHandling = DateParseHandling.None };
        return JToken.ReadFrom(reader);
    }

    /// <summary>What Teams said beside what is known here goes back as it came.</summary>
    private static JObject Others(JsonElement holder, params ReadOnlySpan<string> known)
    {
        var others = new JObject();
        foreach (var member in holder.EnumerateObject())
        {
            if (!known.Contains(member.Name))
                others[member.Name] = AsItIs(member.Value);
        }

        return others;
    }
}
