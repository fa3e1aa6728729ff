using Microsoft.Bot.Schema;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace SalesAgent.Bot.Teams;

/// <summary>
/// A place as it is stored. The shape is older than the SDK here and wider than the SDK's reference: without tenant and channel an instance of
/// the release before, on the same storage, would post to channels of no tenant.
/// </summary>
internal static class TeamsPlaceRow
{
    private static readonly JsonSerializer Serializer = JsonSerializer.Create(new JsonSerializerSettings
    {
        NullValueHandling = NullValueHandling.Ignore,
        DateParseHandling = DateParseHandling.None,
        MetadataPropertyHandling = MetadataPropertyHandling.Ignore,
    });

    public static string Write(TeamsPlace place) =>
        new JObject { ["reference"] = Route(place, place.Reference.User), ["chosenByPerson"] = place.ChosenByPerson }.ToString(Formatting.None);

    public static TeamsPlace Read(string row)
    {
        var read = Parse(row);
        var route = (JObject)read["reference"]!;
        return new TeamsPlace(Reference(route), read.Value<bool>("chosenByPerson"))
        {
            TenantId = route.Value<string>("tenantId"),
            TeamId = route.Value<string>("teamId"),
            AadGroupId = route.Value<string>("aadGroupId"),
            TeamsChannelId = route.Value<string>("teamsChannelId"),
        };
    }

    /// <summary>The way to a card: who asked for it or clicked on it is nobody's business later.</summary>
    public static string WriteRoute(TeamsPlace place) => Route(place, user: null).ToString(Formatting.None);

    public static ConversationReference ReadRoute(string row) => Reference(Parse(row));

    private static JObject Route(TeamsPlace place, ChannelAccount? user)
    {
        var reference = place.Reference;
        (string Name, JToken? Value)[] members =
        [
            ("channelId", reference.ChannelId),
            ("serviceUrl", reference.ServiceUrl),
            ("tenantId", place.TenantId),
            ("bot", JObject.FromObject(reference.Bot ?? new ChannelAccount(), Serializer)),
            ("user", user is null ? null : JObject.FromObject(user, Serializer)),
            ("conversation", JObject.FromObject(reference.Conversation, Serializer)),
            ("teamId", place.TeamId),
            ("aadGroupId", place.AadGroupId),
            ("teamsChannelId", place.TeamsChannelId),
        ];
        var route = new JObject();
        foreach (var (name, value) in members)
        {
            if (value is { Type: not JTokenType.Null }) route[name] = value;
        }

        return route;
    }

    private static ConversationReference Reference(JObject route) => new()
    {
        ChannelId = route.Value<string>("channelId"),
        ServiceUrl = route.Value<string>("serviceUrl"),
        Bot = route["bot"]?.ToObject<ChannelAccount>(Serializer),
        User = route["user"]?.ToObject<ChannelAccount>(Serializer),
        Conversation = route["conversation"]!.ToObject<ConversationAccount>(Serializer),
    };

    private static JObject Parse(string row)
    {
        using var reader = new JsonTextReader(new StringReader(row)) { DateParseHandling = DateParseHandling.None };
        return JObject.Load(reader);
    }
}
